package dev.tare.specimen.proxy.loop;

import dev.tare.specimen.proxy.config.ListenerProtocol;
import dev.tare.specimen.proxy.setup.ProxyTls;

/**
 * What all loops share of a listener.
 *
 * @param index its position among the listeners, in the order in which they were opened
 * @param name of the configuration
 * @param protocol what may be spoken there
 * @param tls how clients are spoken with
 */
public record SharedListener(int index, String name, ListenerProtocol protocol, ProxyTls tls) {}

package dev.tare.specimen.proxy;

import dev.tare.specimen.proxy.config.ListenerProtocol;

/**
 * What all loops share of a listener.
 *
 * @param index its position among the listeners, in the order in which they were opened
 * @param name of the configuration
 * @param protocol what may be spoken there
 * @param tls how clients are spoken with
 */
record SharedListener(int index, String name, ListenerProtocol protocol, ProxyTls tls) {}

package dev.tare.lab.smp;

import com.google.protobuf.Message;

/**
 * A message of SMP that has a place in a report's folder.
 *
 * @param name of its file without a suffix, folders included, such as {@code
 *     results/envoy.16k-closed}; letters, digits, dots, dashes, underscores and slashes
 * @param kind which of the four it is
 * @param message of that kind's type
 */
public record SmpDocument(String name, SmpKind kind, Message message) {}

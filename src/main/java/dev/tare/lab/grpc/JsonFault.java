package dev.tare.lab.grpc;

/**
 * Why JSON is no message.
 *
 * @param place such as {@code $.items[2].name}
 * @param reason in words
 */
record JsonFault(String place, String reason) {}

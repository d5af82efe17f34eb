package dev.tare.specimen.origin;

import dev.tare.io.net.Connection;
import dev.tare.io.net.ConnectionHandler;
import dev.tare.io.net.IoFailure;
import java.lang.foreign.MemorySegment;

/** Stands for the owner of a connection that was closed as soon as it was accepted. */
final class Refused implements ConnectionHandler {
    static final Refused HANDLER = new Refused();

    private Refused() {}

    @Override
    public void onConnected(Connection connection) {}

    @Override
    public void onData(Connection connection, MemorySegment buffer, long offset, int length) {}

    @Override
    public void onWritable(Connection connection) {}

    @Override
    public void onEnd(Connection connection) {}

    @Override
    public void onFailure(Connection connection, IoFailure failure) {}
}

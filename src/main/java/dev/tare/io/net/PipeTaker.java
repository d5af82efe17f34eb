package dev.tare.io.net;

/** Who may want the bytes of a {@link PipedConnection} in a pipe. */
public interface PipeTaker {

    /**
     * Bytes have arrived, or the end of them, and the handler's {@link Connection#wantReadable} is
     * set.
     *
     * @return whether that has been dealt with, by {@link PipedConnection#receive} or by closing
     *     the connection; if not, {@link ConnectionHandler} is told as ever
     */
    boolean onReadable(PipedConnection connection);
}

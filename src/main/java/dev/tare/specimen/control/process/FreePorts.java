package dev.tare.specimen.control.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds ports of the loopback interface that nobody listens on.
 *
 * <p>Another process may take one before it is used: whoever uses them tries again with others.
 */
public final class FreePorts {
    private FreePorts() {}

    /** So many different ports. */
    public static List<Integer> find(int count) throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                ServerSocket socket = new ServerSocket();
                held.add(socket);
                // Else a port is found that connections before hold in TIME_WAIT; no other can bind
                // it.
                socket.setReuseAddress(false);
                socket.bind(new InetSocketAddress(InetAddress.ofLiteral(Endpoint.LOOPBACK), 0), 1);
            }
            return held.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
    }
}

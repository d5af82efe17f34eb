package dev.tare.specimen.control;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A user's own proxy: {@code PORT ORIGIN_URL}. */
public final class TinyProxy {
    private TinyProxy() {}

    /** Takes the port to listen on and the URL to pass requests to. */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        HttpServer server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 0);
        try (HttpClient client = HttpClient.newHttpClient()) {
            server.createContext(
                    "/",
                    exchange -> {
                        URI target = URI.create(arguments[1] + exchange.getRequestURI());
                        try {
                            HttpResponse<byte[]> answer =
                                    client.send(
                                            HttpRequest.newBuilder(target).build(),
                                            HttpResponse.BodyHandlers.ofByteArray());
                            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
                            exchange.getResponseBody().write(answer.body());
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                        exchange.close();
                    });
            server.start();
            System.out.println("listening");
            Thread.currentThread().join();
        }
    }
}

package dev.tare.view.load;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a load's figures are pushed to: one PUT of Prometheus text, as a Pushgateway takes it. A
 * URL without a path gets {@value #DEFAULT_PATH}. A user and password in it are sent as basic
 * authentication, and never printed.
 *
 * <p>Source: the Pushgateway's API: {@code PUT /metrics/job/NAME} replaces that job's metrics.
 */
public final class MetricsPush {
    /** The path where none is written. */
    public static final String DEFAULT_PATH = "/metrics/job/tare_load";

    /** How long one push may take in all, seconds. */
    public static final int TIMEOUT_SECONDS = 10;

    private static final int CONNECT_TIMEOUT_SECONDS = 3;

    private final URI url;
    private final Optional<String> credentials;

    private MetricsPush(URI url, Optional<String> credentials) {
        this.url = url;
        this.credentials = credentials;
    }

    /**
     * Reads a URL.
     *
     * @throws IllegalArgumentException in one line without the text itself, for it may hold secrets
     */
    public static MetricsPush to(String text) {
        try {
            URI full = new URI(text);
            String scheme = full.getScheme() == null ? "" : full.getScheme();
            if (!scheme.matches("(?i)https?") || full.getHost() == null) {
                throw new IllegalArgumentException(
                        "it must be http:// or https:// with a host, such as"
                                + " http://127.0.0.1:9091");
            }
            String path = full.getRawPath();
            boolean bare = path == null || path.isEmpty() || path.equals("/");
            URI clean =
                    new URI(
                            scheme
                                    + "://"
                                    + full.getHost()
                                    + (full.getPort() < 0 ? "" : ":" + full.getPort())
                                    + (bare ? DEFAULT_PATH : path)
                                    + (full.getRawQuery() == null ? "" : "?" + full.getRawQuery()));
            return new MetricsPush(clean, Optional.ofNullable(full.getUserInfo()));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(
                    "it is no URL (%s at character %d); write it as http://127.0.0.1:9091"
                            .formatted(e.getReason(), e.getIndex()),
                    e);
        }
    }

    /** The URL without credentials and query. */
    public String shown() {
        return url.getScheme() + "://" + url.getRawAuthority() + url.getRawPath();
    }

    /**
     * Pushes the load.
     *
     * @return one sentence on why it could not be pushed; empty when it was
     */
    public Optional<String> push(LoadReport report) {
        return push(LoadPrometheus.render(report));
    }

    Optional<String> push(String text) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(url)
                        .timeout(Duration.ofSeconds(TIMEOUT_SECONDS))
                        .header("Content-Type", LoadPrometheus.CONTENT_TYPE)
                        .PUT(HttpRequest.BodyPublishers.ofString(text));
        credentials.ifPresent(
                userInfo -> request.header("Authorization", "Basic " + base64(userInfo)));
        HttpClient client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(CONNECT_TIMEOUT_SECONDS))
                        .build();
        try {
            int status =
                    client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode();
            return status >= 200 && status < 300
                    ? Optional.empty()
                    : Optional.of(failure("answered " + status));
        } catch (IOException e) {
            return Optional.of(failure(words(e)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(failure("interrupted"));
        } finally {
            client.shutdownNow();
        }
    }

    private static String base64(String userInfo) {
        return Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    private static String words(IOException e) {
        @Nullable String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }

    private String failure(String why) {
        return "the figures could not be pushed to %s: %s".formatted(shown(), why);
    }
}

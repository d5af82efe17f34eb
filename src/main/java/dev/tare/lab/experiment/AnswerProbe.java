package dev.tare.lab.experiment;

import dev.tare.base.core.AnswerCheck;
import dev.tare.io.net.tls.TlsClientOptions;
import dev.tare.lab.plan.HttpUrl;
import dev.tare.lab.plan.PlanException;
import dev.tare.specimen.control.identity.TlsSockets;
import dev.tare.specimen.control.identity.TlsTrouble;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Asks a service of the user's own what its answer is, so that every later answer, bare or through
 * a specimen, can be held against it (rule 9: the same work).
 */
public final class AnswerProbe {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final int ASKED = 3;
    private static final long MAX_BODY_BYTES = 1L << 30;

    private AnswerProbe() {}

    /**
     * Asks a few times. The check that comes of it wants the status that was given and, where all
     * bodies had the same length, that length.
     *
     * @throws PlanException when it does not answer, or not with 2xx
     */
    public static AnswerCheck find(URI url) throws PlanException {
        try (HttpClient client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .sslContext(trustOf(url))
                        .connectTimeout(TIMEOUT)
                        .build()) {
            Answer first = ask(client, url);
            boolean sameLength = true;
            for (int i = 1; i < ASKED; i++) {
                Answer next = ask(client, url);
                sameLength &= next.bodyBytes == first.bodyBytes;
            }
            return new AnswerCheck(
                    first.status,
                    first.status,
                    sameLength ? first.bodyBytes : AnswerCheck.ANY_LENGTH,
                    "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlanException("interrupted while asking " + url);
        }
    }

    /** An address of the command line is verified as the load will do it: by the JDK's. */
    private static SSLContext trustOf(URI url) throws PlanException {
        try {
            return TlsSockets.context(TlsClientOptions.standard(), HttpUrl.host(url));
        } catch (IOException e) {
            throw new PlanException(String.valueOf(e.getMessage()));
        }
    }

    private record Answer(int status, long bodyBytes) {}

    private static Answer ask(HttpClient client, URI url)
            throws PlanException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url).timeout(TIMEOUT).GET().build();
        try {
            HttpResponse<InputStream> response =
                    client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                int status = response.statusCode();
                if (status < 200 || status > 299) {
                    throw new PlanException(
                            "bare %s answers with status %d; name a path that it answers with 2xx"
                                    .formatted(url, status));
                }
                return new Answer(status, length(body));
            }
        } catch (IOException e) {
            Optional<String> lasting = TlsTrouble.lasting(e);
            if (lasting.isPresent()) {
                throw new PlanException("bare %s: %s".formatted(url, lasting.get()));
            }
            String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            throw new PlanException(
                    "bare %s does not answer (%s); start it, or check host and port"
                            .formatted(url, why));
        }
    }

    private static long length(InputStream body) throws IOException {
        long bytes = 0;
        byte[] buffer = new byte[1 << 16];
        for (int n = body.read(buffer); n >= 0; n = body.read(buffer)) {
            bytes += n;
            if (bytes > MAX_BODY_BYTES) {
                throw new IOException("its body is longer than 1 GiB");
            }
        }
        return bytes;
    }
}

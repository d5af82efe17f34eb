package dev.tare.view.cli.load;

import dev.tare.testing.PeerCondition;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real {@code fortio report}. */
final class FortioReportServer {
    private static final Pattern LISTENING = Pattern.compile("127\\.0\\.0\\.1:(\\d{4,5})");

    private FortioReportServer() {}

    /** What it lists of the results in a folder. */
    static String dataIndex(Path folder) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                PeerCondition.find("fortio").orElseThrow().toString(),
                                "report",
                                "-http-port",
                                "127.0.0.1:0",
                                "-redirect-port",
                                "disabled",
                                "-data-dir",
                                folder.toString())
                        .redirectErrorStream(true)
                        .start();
        try (BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line = said.readLine();
            while (line != null) {
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    return page("http://127.0.0.1:" + listening.group(1) + "/");
                }
                line = said.readLine();
            }
            throw new IOException("fortio report does not listen");
        } finally {
            process.destroyForcibly();
        }
    }

    private static String page(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(10)).build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}

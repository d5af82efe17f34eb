package dev.tare.view.report.html;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.testing.PeerCondition;
import dev.tare.testing.PeerTest;
import dev.tare.view.report.HostileReport;
import dev.tare.view.report.SampleWeighing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class HtmlReportTest {
    private static final long BROWSER_SECONDS = 50;

    /** How Chromium's log of the network names what no page began. */
    private static final String BROWSER_ITSELF = "not an origin";

    private static final Pattern REFERENCE =
            Pattern.compile("(?:href|src|for|aria-labelledby)=\"([^\"]*)\"");
    private static final Pattern ID = Pattern.compile(" id=\"([^\"]*)\"");

    private static String page() {
        return new HtmlReport().render(SampleWeighing.input());
    }

    @Test
    void nothingFromOutsideBecomesMarkup() {
        String page = new HtmlReport().render(HostileReport.input());

        assertThat(page)
                .doesNotContainIgnoringCase("<script")
                .doesNotContainIgnoringCase("<img")
                .doesNotContain("<b>\"")
                .contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;]]&gt;")
                .contains("שלום");
    }

    @Test
    void thePageRefersToNothingButItself() {
        Set<String> ids = new HashSet<>();
        Matcher id = ID.matcher(page());
        while (id.find()) {
            assertThat(ids.add(id.group(1))).as("id %s stands once", id.group(1)).isTrue();
        }
        Matcher reference = REFERENCE.matcher(page());
        while (reference.find()) {
            for (String target : reference.group(1).split(" ", -1)) {
                boolean own = target.startsWith("#") && ids.contains(target.substring(1));
                assertThat(own || ids.contains(target) || target.equals("data:,"))
                        .as(target)
                        .isTrue();
            }
        }
        assertThat(page()).doesNotContain("http://", "https://", "url(", "@import", " style=");
    }

    @Test
    void everyDrawingHasATitleAndADescription() {
        String page = page();

        assertThat(count(page, "<svg class=\"chart")).isPositive();
        assertThat(count(page, "<title id=")).isEqualTo(count(page, "<svg class=\"chart"));
        assertThat(count(page, "<desc id=")).isEqualTo(count(page, "<svg class=\"chart"));
    }

    private static long count(String text, String part) {
        return (text.length() - text.replace(part, "").length()) / (long) part.length();
    }

    @Test
    @PeerTest("chromium")
    void aBrowserShowsItWithoutErrorsAndWithoutNetwork(@TempDir Path folder) throws Exception {
        Path page = folder.resolve("report.html");
        Files.writeString(page, page());
        Path picture = folder.resolve("page.png");
        Path network = folder.resolve("network.json");

        String log =
                browse(
                        folder,
                        page,
                        "--window-size=1280,2000",
                        "--screenshot=" + picture,
                        "--log-net-log=" + network);

        assertThat(log).doesNotContain("CONSOLE", "Content Security Policy", "Refused to");
        assertThat(Files.size(picture)).isGreaterThan(50_000);
        assertThat(requestsOfThePage(network)).isEmpty();
    }

    /** The test above would see a request: the browser logs this one, which nobody answers. */
    @Test
    @PeerTest("chromium")
    void aRequestWouldBeSeen(@TempDir Path folder) throws Exception {
        Path page = folder.resolve("control.html");
        Files.writeString(page, "<!doctype html><img src='http://127.0.0.1:9/seen.png'>");
        Path network = folder.resolve("network.json");

        browse(folder, page, "--dump-dom", "--log-net-log=" + network);

        assertThat(requestsOfThePage(network)).contains("http://127.0.0.1:9/seen.png");
    }

    @Test
    @PeerTest("chromium")
    void aBrowserReadsTheSentence(@TempDir Path folder) throws Exception {
        Path page = folder.resolve("report.html");
        Files.writeString(page, page());

        String dom = browse(folder, page, "--dump-dom");

        assertThat(dom).contains(SampleWeighing.SENTENCE).contains("believe it: yes</li>");
    }

    @Test
    @PeerTest("chromium")
    void aBrowserRunsNothingFromOutside(@TempDir Path folder) throws Exception {
        Path page = folder.resolve("hostile.html");
        Files.writeString(page, new HtmlReport().render(HostileReport.input()));

        String dom = browse(folder, page, "--dump-dom");

        assertThat(dom).contains("<title>&lt;script&gt;").doesNotContain("<script", "<img");
        assertThat(dom).doesNotContain("CONSOLE");
    }

    /** What the browser itself wrote: both streams, the DOM among them where it was asked for. */
    private static String browse(Path folder, Path page, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(PeerCondition.find("chromium").orElseThrow().toString());
        command.addAll(
                List.of(
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                        "--enable-logging=stderr",
                        "--v=0",
                        "--user-data-dir=" + folder.resolve("profile")));
        command.addAll(List.of(options));
        command.add(page.toUri().toString());
        Path out = folder.resolve("out.txt");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(out.toFile())
                        .start();
        try {
            assertThat(process.waitFor(BROWSER_SECONDS, SECONDS)).as("chromium ends").isTrue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor(5, SECONDS);
        }
        return Files.readString(out);
    }

    /** Addresses that the page asked for, without those that the browser itself asks for. */
    private static List<String> requestsOfThePage(Path network) {
        List<String> addresses = new ArrayList<>();
        JsonNode log = JsonMapper.builder().build().readTree(network.toFile());
        for (JsonNode event : log.get("events")) {
            JsonNode initiator = event.path("params").path("initiator");
            if (initiator.isString() && !initiator.asString().equals(BROWSER_ITSELF)) {
                addresses.add(event.get("params").get("url").asString());
            }
        }
        return addresses;
    }
}

package dev.tare.specimen.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.time.NanoClock;
import dev.tare.specimen.control.SpecimenDefinition;
import dev.tare.specimen.control.SpecimenStarter;
import dev.tare.specimen.control.StartedSpecimen;
import dev.tare.specimen.control.probe.HealthCheck;
import dev.tare.specimen.control.probe.HealthProbe;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.process.Launcher;
import dev.tare.specimen.control.proxy.ForeignProxy;
import dev.tare.specimen.control.proxy.ProxyCatalog;
import dev.tare.specimen.proxy.setup.ProxyOptions;
import dev.tare.testing.PeerTest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every smuggling case through HAProxy, Envoy and minivoy, each before the same kind of upstream:
 * what each lets through stands in {@code docs/smuggling.md}, which {@code
 * -Dtare.golden.renew=true} writes anew.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(120)
final class SmugglingPeerTest {
    private static final Path DOCUMENT = Path.of("docs/smuggling.md");
    private static final String BEGIN = "<!-- the table is written by SmugglingPeerTest -->\n";

    /** So long a proxy may keep quiet; then it is tried once more. */
    private static final int QUIET_MS = 300;

    /** So long it may keep quiet before its silence is its answer. */
    private static final int LONG_QUIET_MS = 2000;

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([2-9]\\d\\d)");

    @TempDir private Path folder = Path.of("");

    /**
     * What a proxy did with a case and the request behind it.
     *
     * @param statuses of its final responses
     * @param seen what its upstream got
     * @param sentFraming the fields that framed the case
     */
    private record Conduct(
            List<String> statuses, List<RecordingUpstream.Seen> seen, Set<String> sentFraming) {
        boolean letsNextThrough() {
            return seen.stream().anyMatch(s -> s.startLine().startsWith("GET /smuggled "));
        }

        @Override
        public String toString() {
            String answers = statuses.isEmpty() ? "" : " (" + String.join(", ", statuses) + ")";
            return what() + answers;
        }

        private String what() {
            // Whether a head leaves before the fault behind it is found may change each time.
            boolean headOnly = !seen.isEmpty() && !seen.getFirst().whole();
            if (seen.isEmpty() || (headOnly && !statuses.isEmpty())) {
                return "refused";
            }
            boolean same = seen.getFirst().framing().equals(sentFraming);
            String how = same ? "" : ", normalised";
            if (letsNextThrough()) {
                return "two requests" + how;
            }
            return (seen.getFirst().whole() ? "one request" : "a part of one") + how;
        }
    }

    /** A proxy's name with its version, and what it did with each case. */
    private record Column(String name, List<Conduct> conducts) {}

    @Test
    @PeerTest({"haproxy", "envoy"})
    void minivoyIsNeverLaxerThanBothAndTheTableIsTrue() throws Exception {
        List<Column> columns;
        try (Launcher launcher = Launcher.open(NanoClock.system());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Column> haproxy = threads.submit(() -> foreign(launcher, ForeignProxy.HAPROXY));
            Future<Column> envoy = threads.submit(() -> foreign(launcher, ForeignProxy.ENVOY));
            columns = List.of(minivoy(), haproxy.get(), envoy.get());
        }
        assertNotLaxer(columns);
        checkDocument(columns);
    }

    private static void assertNotLaxer(List<Column> columns) {
        List<SmugglingCase> cases = SmugglingCase.all();
        SoftAssertions softly = new SoftAssertions();
        for (int i = 0; i < cases.size(); i++) {
            int row = i;
            Conduct minivoy = columns.getFirst().conducts().get(i);
            boolean othersLetThrough =
                    columns.stream().skip(1).anyMatch(c -> c.conducts().get(row).letsNextThrough());
            softly.assertThat(minivoy.letsNextThrough() && !othersLetThrough)
                    .as("minivoy alone lets the next request through: %s", cases.get(i))
                    .isFalse();
            softly.assertThat(minivoy.letsNextThrough())
                    .as("%s", cases.get(i))
                    .isEqualTo(cases.get(i).status() == 200);
            if (cases.get(i).status() != 200) {
                softly.assertThat(minivoy.seen()).as("%s", cases.get(i)).isEmpty();
            }
        }
        softly.assertAll();
    }

    private static Column minivoy() throws IOException {
        try (RecordingUpstream upstream = new RecordingUpstream();
                Minivoy proxy = Minivoy.start(ProxyOptions.to(upstream.address()))) {
            return new Column("minivoy", tryAll(proxy.address(), upstream));
        }
    }

    private Column foreign(Launcher launcher, ForeignProxy proxy)
            throws IOException, InterruptedException {
        try (RecordingUpstream upstream = new RecordingUpstream()) {
            SpecimenStarter starter =
                    new SpecimenStarter(
                            launcher,
                            folder,
                            Endpoint.loopback(upstream.address().getPort()),
                            HealthProbe.get("/healthy", 2),
                            Set.of(),
                            HealthCheck.DEFAULT_LIMIT_NS);
            Path program =
                    ProxyCatalog.load().named(proxy.kind()).orElseThrow().find().orElseThrow();
            StartedSpecimen specimen =
                    starter.start(new SpecimenDefinition.Foreign(proxy.kind(), proxy, program));
            try {
                InetSocketAddress address =
                        new InetSocketAddress(specimen.address().host(), specimen.address().port());
                String name = proxy.kind() + " " + specimen.version();
                return new Column(name, tryAll(address, upstream));
            } finally {
                specimen.stop();
            }
        }
    }

    private static List<Conduct> tryAll(InetSocketAddress proxy, RecordingUpstream upstream)
            throws IOException {
        List<Conduct> conducts = new ArrayList<>();
        for (SmugglingCase smuggling : SmugglingCase.all()) {
            upstream.forget();
            List<String> statuses = tryOne(proxy, smuggling.bytes(), QUIET_MS);
            if (statuses.size() < 2 && !upstream.requests().isEmpty()) {
                // Perhaps the machine was busy, and not the proxy silent.
                upstream.forget();
                statuses = tryOne(proxy, smuggling.bytes(), LONG_QUIET_MS);
            }
            String head = SmugglingCase.bytes(smuggling.text()).split("\r\n\r\n", 2)[0];
            Set<String> framing = RecordingUpstream.framing(head.lines().toList());
            conducts.add(new Conduct(statuses, upstream.requests(), framing));
        }
        return conducts;
    }

    /** Sends bytes, and reads until both are answered, the end, or silence. */
    private static List<String> tryOne(InetSocketAddress proxy, byte[] bytes, int quietMs)
            throws IOException {
        List<String> statuses = new ArrayList<>();
        try (Socket socket = new Socket(proxy.getAddress(), proxy.getPort())) {
            socket.setSoTimeout(quietMs);
            socket.getOutputStream().write(bytes);
            InputStream input = socket.getInputStream();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            byte[] piece = new byte[8192];
            int length = input.read(piece);
            while (length >= 0 && statuses.size() < 2) {
                answer.write(piece, 0, length);
                statuses = statuses(answer.toString(ISO_8859_1));
                length = statuses.size() < 2 ? input.read(piece) : -1;
            }
        } catch (SocketTimeoutException | SocketException e) {
            // It waits for more, or has broken the connection off.
            return statuses;
        }
        return statuses;
    }

    private static List<String> statuses(String answers) {
        Matcher matcher = STATUS.matcher(answers);
        return matcher.results().map(result -> result.group(1)).toList();
    }

    private static void checkDocument(List<Column> columns) throws IOException {
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf(BEGIN) + BEGIN.length();
        assertThat(begin)
                .as("where the table begins in %s", DOCUMENT)
                .isGreaterThan(BEGIN.length());
        String prose = document.substring(0, begin);
        if (Boolean.getBoolean("tare.golden.renew")) {
            Files.writeString(DOCUMENT, prose + table(columns));
            return;
        }
        String written = document.substring(begin);
        String names = columns.stream().map(Column::name).collect(Collectors.joining(" | "));
        if (written.contains(names)) {
            assertThat(table(columns))
                    .as("%s (renew with -Dtare.golden.renew=true)", DOCUMENT)
                    .isEqualTo(written);
        } else {
            System.out.println(
                    "SKIPPED: %s is of other versions than %s".formatted(DOCUMENT, names));
            assertThat(firstColumns(written)).isEqualTo(firstColumns(table(columns)));
        }
    }

    /** The cases and minivoy's column. */
    private static List<String> firstColumns(String table) {
        return table.lines().map(line -> line.replaceAll("( \\| [^|]*){2} \\|$", "")).toList();
    }

    private static String table(List<Column> columns) {
        StringBuilder table = new StringBuilder("| request |");
        columns.forEach(column -> table.append(' ').append(column.name()).append(" |"));
        table.append("\n|---|").append("---|".repeat(columns.size())).append('\n');
        List<SmugglingCase> cases = SmugglingCase.all();
        for (int i = 0; i < cases.size(); i++) {
            table.append("| `").append(printed(cases.get(i).text())).append("` |");
            for (Column column : columns) {
                table.append(' ').append(column.conducts().get(i)).append(" |");
            }
            table.append('\n');
        }
        return table.toString();
    }

    private static String printed(String text) {
        return text.replace("|", "⏎").replace("^", "␊").replace("_", "␠");
    }
}

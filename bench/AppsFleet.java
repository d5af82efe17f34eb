import dev.tare.base.core.AnswerCheck;
import dev.tare.base.core.Field;
import dev.tare.base.core.RequestSpec;
import dev.tare.base.time.NanoClock;
import dev.tare.specimen.control.ListenerCheck;
import dev.tare.specimen.control.probe.HealthCheck;
import dev.tare.specimen.control.probe.HealthProbe;
import dev.tare.specimen.control.process.CpuMeter;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.process.FreePorts;
import dev.tare.specimen.control.process.Launch;
import dev.tare.specimen.control.process.Launcher;
import dev.tare.specimen.control.process.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Starts the applications as a plan has them, and the real crossbar beside our bridge. */
final class AppsFleet {
    static final String BRIDGE = "bridge-add2";
    static final String CROSSBAR = "crossbar-add2";

    /** The fourth document's request. */
    static final String ADD2 =
            "{\"procedure\": \"com.example.add2\", \"args\": [2, 3], \"kwargs\": {\"verbose\": false}}";

    /** As a plan starts an application's services. */
    private static final String SERVICE_HEAP = "-Xmx192m -Xmn24m";

    private static final int HELP_LINES = 100;
    private static final long START_LIMIT_NS = 60_000_000_000L;
    private static final NanoClock CLOCK = NanoClock.system();

    /** add2 within the router's process, where the original has it. */
    private static final String CROSSBAR_CONFIGURATION =
            """
            {"version": 2, "controller": {}, "workers": [{
              "type": "router",
              "options": {"pythonpath": ["FOLDER"]},
              "realms": [{"name": "realm1", "roles": [{"name": "anonymous", "permissions": [{
                "uri": "", "match": "prefix",
                "allow": {"call": true, "register": true, "publish": true, "subscribe": true}}]}]}],
              "components": [{"type": "class", "classname": "adder.Adder", "realm": "realm1",
                "role": "anonymous"}],
              "transports": [{"type": "web",
                "endpoint": {"type": "tcp", "port": PORT, "interface": "127.0.0.1", "backlog": 2000},
                "paths": {"/": {"type": "json", "value": {}},
                  "call": {"type": "caller", "realm": "realm1", "role": "anonymous"}}}]}]}
            """;

    private static final String ADDER =
            """
            from autobahn.twisted.wamp import ApplicationSession
            from twisted.internet.defer import inlineCallbacks


            class Adder(ApplicationSession):
                @inlineCallbacks
                def onJoin(self, details):
                    yield self.register(lambda a, b, verbose=True: a + b, "com.example.add2")
            """;

    private final Path top;
    private final Path work;
    private final Launcher launcher;
    private final Set<Integer> appCore;
    private final Set<Integer> otherCore;

    AppsFleet(
            Path top, Path work, Launcher launcher, Set<Integer> appCore, Set<Integer> otherCore) {
        this.top = top;
        this.work = work;
        this.launcher = launcher;
        this.appCore = appCore;
        this.otherCore = otherCore;
    }

    /** An application that answers at an address. */
    record App(String name, Endpoint at, List<CpuMeter> meters) {}

    /** The words that start Tare as an experiment does. */
    List<String> tare(String heapFlags, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(ProcessHandle.current().info().command().orElseThrow());
        words.addAll(List.of("-XX:+UseSerialGC", "-XX:-UsePerfData"));
        words.addAll(List.of(heapFlags.split(" ", -1)));
        words.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-jar"));
        words.add(top.resolve("target/tare.jar").toString());
        words.addAll(List.of(arguments));
        return words;
    }

    private static Endpoint free() throws IOException {
        return Endpoint.loopback(FreePorts.find(1).getFirst());
    }

    private RunningProcess listening(
            String name, List<String> words, Set<Integer> cores, Endpoint at) throws Exception {
        RunningProcess process =
                launcher.start(Launch.of(name, words, work.resolve(name + ".log")).on(cores));
        ListenerCheck.await(launcher, process, List.of(at), START_LIMIT_NS);
        return process;
    }

    private RunningProcess app(String name, Endpoint at, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of("app"));
        all.addAll(List.of(words));
        all.addAll(List.of("--listen", at.toString()));
        return listening(name, tare(SERVICE_HEAP, all.toArray(String[]::new)), appCore, at);
    }

    private static void answers(String name, Endpoint at, HealthProbe probe, RunningProcess process)
            throws Exception {
        HealthCheck.await(CLOCK, name, at, probe, START_LIMIT_NS, Optional.of(process));
    }

    App twohop() throws Exception {
        Endpoint origin = free();
        listening(
                "origin",
                tare("-Xmx128m -Xmn4m", "origin", "--listen", origin.toString()),
                otherCore,
                origin);
        Endpoint at = free();
        RunningProcess front = app("twohop", at, "twohop", "--to", origin.toString());
        answers("twohop", at, HealthProbe.get("/byte/100", 100), front);
        return new App("twohop", at, List.of(launcher.meter(front)));
    }

    App emojivoto() throws Exception {
        Endpoint at = free();
        Endpoint emoji = free();
        Endpoint voting = free();
        List<CpuMeter> meters = new ArrayList<>();
        meters.add(launcher.meter(emojivoto("emoji", emoji)));
        meters.add(launcher.meter(emojivoto("voting", voting)));
        RunningProcess web =
                emojivoto("web", at, "--emoji", emoji.toString(), "--voting", voting.toString());
        meters.add(launcher.meter(web));
        answers("emojivoto", at, HealthProbe.get("/api/list"), web);
        return new App("emojivoto", at, meters);
    }

    private RunningProcess emojivoto(String service, Endpoint at, String... more)
            throws Exception {
        List<String> words =
                new ArrayList<>(List.of("emojivoto", "--service", service, "--instances", "30"));
        words.addAll(List.of(more));
        return app("emojivoto-" + service, at, words.toArray(String[]::new));
    }

    /** Our bridge and the real one, as far as there are both; each has add2 in its router. */
    List<App> bridges() throws Exception {
        List<App> bridges = new ArrayList<>();
        if (hasWamp()) {
            Endpoint at = free();
            RunningProcess router = app(BRIDGE, at, "wamp");
            answers(BRIDGE, at, add2(), router);
            bridges.add(new App(BRIDGE, at, List.of(launcher.meter(router))));
        } else {
            System.out.println("this tare has no app wamp, and the bridge is left out");
        }
        if (isOnPath("crossbar")) {
            Endpoint at = free();
            RunningProcess router = crossbar(at);
            answers(CROSSBAR, at, add2(), router);
            bridges.add(new App(CROSSBAR, at, List.of(launcher.meter(router))));
        } else {
            System.out.println("crossbar is not on the PATH (pip install crossbar), and is left out");
        }
        return bridges;
    }

    private static HealthProbe add2() {
        return new HealthProbe(
                new RequestSpec(
                        "POST",
                        "/call",
                        List.of(new Field("Content-Type", "application/json")),
                        ADD2),
                AnswerCheck.success());
    }

    private RunningProcess crossbar(Endpoint at) throws Exception {
        Path folder = Files.createDirectories(work.resolve("crossbar"));
        Files.writeString(folder.resolve("adder.py"), ADDER);
        Files.writeString(
                folder.resolve("config.json"),
                CROSSBAR_CONFIGURATION
                        .replace("PORT", Integer.toString(at.port()))
                        .replace("FOLDER", folder.toString()));
        List<String> words = List.of("crossbar", "start", "--cbdir", folder.toString());
        return listening(CROSSBAR, words, appCore, at);
    }

    /** Whether this Tare has the application at all. */
    private boolean hasWamp() throws Exception {
        RunningProcess help =
                launcher.start(
                        Launch.of(
                                "help",
                                tare("-Xmx64m", "app", "--help"),
                                work.resolve("help.log")));
        return help.awaitEnd(START_LIMIT_NS)
                && help.logTail(HELP_LINES).stream().anyMatch(line -> line.startsWith("wamp "));
    }

    private static boolean isOnPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}

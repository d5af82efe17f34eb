package dev.tare.view.cli.serve;

import dev.tare.io.net.IoBackEnd;
import dev.tare.io.net.LoopOptions;
import dev.tare.specimen.app.http.HttpServer;
import dev.tare.specimen.app.http.HttpServerOptions;
import dev.tare.specimen.app.wamp.CalleeOptions;
import dev.tare.specimen.app.wamp.CalleeServer;
import dev.tare.specimen.app.wamp.CalleeTarget;
import dev.tare.specimen.app.wamp.WampOptions;
import dev.tare.specimen.app.wamp.WampServer;
import dev.tare.specimen.app.wamp.auth.Users;
import dev.tare.specimen.app.wamp.callee.Arithmetic;
import dev.tare.specimen.app.wamp.client.JoinOptions;
import dev.tare.specimen.app.wamp.message.WampErrors;
import dev.tare.specimen.app.wamp.router.RouterLimits;
import dev.tare.specimen.app.wamp.router.RouterOptions;
import dev.tare.specimen.app.wamp.serializer.WampSerializer;
import dev.tare.view.cli.shell.ExitCode;
import dev.tare.view.cli.shell.UsageException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tare app wamp}: a WAMP router with a REST bridge, and callees. */
@Command(
        name = "wamp",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "A WAMP router with a REST bridge, and callees of its four procedures.",
        footer = {
            "",
            "  ./tare app wamp --unix /tmp/wamp.sock                  # the router, and add2 in it",
            "  ./tare app wamp --role callee --procedures sub2 --to ws://127.0.0.1:8080/ws",
            "  ./tare app wamp --role callee --procedures mul2 --to unix:/tmp/wamp.sock \\",
            "                  --serializer msgpack",
            "  ./tare app wamp --role all                              # all four, one process",
            "  curl -s http://127.0.0.1:8080/call -H 'Content-Type: application/json' \\",
            "       -d '{\"procedure\":\"com.example.add2\",\"args\":[2,3]}'",
            "",
            "Paths: /ws  /call  /publish  /ready  /metrics; of callees: /ready  /metrics"
        })
final class WampCommand implements Callable<Integer> {
    private static final String KNOWN = "add2, sub2, mul2, div2";

    /** Which part of the application a process is. */
    enum Role {
        ROUTER,
        CALLEE,
        ALL
    }

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "router",
            description = "router, callee, or all in one process (default: ${DEFAULT-VALUE}).")
    private Role role = Role.ROUTER;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Where to listen for HTTP (router: 127.0.0.1:8080; callee: any port).")
    private String listen = "";

    @Option(
            names = "--realm",
            paramLabel = "NAME",
            defaultValue = RouterOptions.REALM,
            description = "The realm (default: ${DEFAULT-VALUE}).")
    private String realm = "";

    @Option(
            names = "--procedures",
            paramLabel = "NAMES",
            split = ",",
            description = "add2, sub2, mul2, div2 or none (router: add2; callee: must be said).")
    private List<String> procedures = List.of();

    @Option(
            names = "--io",
            paramLabel = "BACK END",
            defaultValue = "auto",
            description = "auto, epoll, io_uring or nio (default: ${DEFAULT-VALUE}).")
    private IoBackEnd backEnd = IoBackEnd.AUTO;

    @Mixin private WampRouterFlags router = new WampRouterFlags();

    @Mixin private WampCalleeFlags callee = new WampCalleeFlags();

    private WampCommand() {}

    @Override
    public Integer call() throws UsageException, IOException, InterruptedException {
        try {
            switch (role) {
                case ROUTER -> router(router.rawSockets()).serveUntilStopped(System.out);
                case CALLEE ->
                        callees(
                                        List.of(callee.options(realm, offered(List.of()))),
                                        WampCommand::say)
                                .serveUntilStopped(System.out);
                case ALL -> all();
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        return ExitCode.DONE;
    }

    private WampServer router(List<SocketAddress> rawSockets) throws UsageException, IOException {
        Users users = router.users();
        RouterOptions routing = new RouterOptions(Set.of(realm), users, RouterLimits.standard());
        WampOptions options =
                new WampOptions(
                        routing,
                        router.bridge(),
                        router.links(),
                        rawSockets,
                        realm,
                        offered(List.of(Arithmetic.ADD2)));
        return WampServer.start(
                server("wamp", listen.isEmpty() ? "127.0.0.1:8080" : listen), options);
    }

    private HttpServer callees(List<CalleeOptions> groups, Consumer<String> onProblem)
            throws UsageException, IOException {
        return CalleeServer.start(
                server("callee", listen.isEmpty() || role == Role.ALL ? "127.0.0.1:0" : listen),
                groups,
                onProblem);
    }

    private static void say(String problem) {
        System.err.println("tare app wamp: " + problem);
    }

    /** Whose router is in this process: that it ends is no news. */
    private static void sayUnlessStopping(String problem) {
        if (!problem.contains(WampErrors.SYSTEM_SHUTDOWN)) {
            say(problem);
        }
    }

    private HttpServerOptions server(String name, String where) throws UsageException {
        return HttpServerOptions.standard(name)
                .withListen(Addresses.listen("--listen", where))
                .withLoop(new LoopOptions(backEnd, 0));
    }

    /** What the procedures' flag says, or else this. */
    private List<Arithmetic> offered(List<Arithmetic> otherwise) throws UsageException {
        List<Arithmetic> named = new ArrayList<>();
        for (String name : procedures) {
            if (!name.equals("none")) {
                named.add(
                        Arithmetic.named(name)
                                .orElseThrow(() ->
                                        new UsageException(
                                                "--procedures: \"%s\" is none of %s"
                                                        .formatted(name, KNOWN))));
            }
        }
        return procedures.isEmpty() ? otherwise : named;
    }

    /** As in the original, each procedure its own way, but in one process. */
    private void all() throws UsageException, IOException, InterruptedException {
        List<SocketAddress> rawSockets = new ArrayList<>(router.rawSockets());
        Path folder = Files.createTempDirectory("tare-wamp-");
        // The socket's file goes with the server; a signal ends this thread before it could tidy.
        folder.toFile().deleteOnExit();
        SocketAddress unix = UnixDomainSocketAddress.of(folder.resolve("wamp.sock"));
        rawSockets.add(unix);
        try (WampServer server = router(rawSockets)) {
            InetSocketAddress web = server.address();
            String host = web.getHostString() + ":" + web.getPort();
            JoinOptions join = callee.join(realm);
            HttpServer callees =
                    callees(
                            List.of(
                                    CalleeOptions.of(
                                            new CalleeTarget.WebSocket(
                                                    web, host, "/ws", WampSerializer.JSON),
                                            join,
                                            Arithmetic.SUB2),
                                    CalleeOptions.of(
                                            new CalleeTarget.RawSocket(
                                                    unix, WampSerializer.MESSAGE_PACK),
                                            join,
                                            Arithmetic.MUL2),
                                    CalleeOptions.of(
                                            new CalleeTarget.RawSocket(unix, WampSerializer.JSON),
                                            join,
                                            Arithmetic.DIV2)),
                            WampCommand::sayUnlessStopping);
            try (callees) {
                server.serveUntilStopped(System.out);
            }
        }
    }
}

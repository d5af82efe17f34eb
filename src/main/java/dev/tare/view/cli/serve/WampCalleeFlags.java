package dev.tare.view.cli.serve;

import dev.tare.specimen.app.wamp.CalleeOptions;
import dev.tare.specimen.app.wamp.CalleeTarget;
import dev.tare.specimen.app.wamp.auth.AuthMethod;
import dev.tare.specimen.app.wamp.callee.Arithmetic;
import dev.tare.specimen.app.wamp.client.JoinOptions;
import dev.tare.specimen.app.wamp.serializer.WampSerializer;
import dev.tare.view.cli.shell.UsageException;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of {@code tare app wamp} that are for its callees. */
final class WampCalleeFlags {
    private static final String WEB = "ws://";
    private static final String RAW = "tcp://";
    private static final String UNIX = "unix:";

    @Option(
            names = "--to",
            paramLabel = "URL",
            defaultValue = "ws://127.0.0.1:8080/ws",
            description =
                    "The router: ws://HOST:PORT/PATH, or a RawSocket at tcp://HOST:PORT or "
                            + "unix:PATH (default: ${DEFAULT-VALUE}).")
    private String to = "";

    @Option(
            names = "--serializer",
            paramLabel = "NAME",
            defaultValue = "json",
            description = "json, msgpack or cbor (default: ${DEFAULT-VALUE}).")
    private String serializer = "";

    @Option(
            names = "--callees",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many, each with its own connection (default: ${DEFAULT-VALUE}).")
    private int callees;

    @Option(
            names = "--invoke",
            paramLabel = "RULE",
            defaultValue = "single",
            description = "single, roundrobin, random, first or last (default: ${DEFAULT-VALUE}).")
    private String invoke = "";

    @Option(names = "--user", paramLabel = "NAME", description = "As whom to join the realm, …")
    private String user = "";

    @Option(
            names = "--user-auth",
            paramLabel = "METHOD",
            defaultValue = "wampcra",
            description = "… proved by ticket or wampcra (default: ${DEFAULT-VALUE}) …")
    private String method = "";

    @Option(
            names = "--user-secret",
            paramLabel = "FILE",
            description = "… and what is in this file.")
    private @Nullable Path secret;

    WampCalleeFlags() {}

    CalleeOptions options(String realm, List<Arithmetic> procedures) throws UsageException {
        if (procedures.isEmpty()) {
            throw new UsageException("--procedures: say which of add2, sub2, mul2, div2");
        }
        return new CalleeOptions(target(), join(realm), procedures, invoke, callees);
    }

    JoinOptions join(String realm) throws UsageException {
        if (user.isEmpty() && secret == null) {
            return JoinOptions.anonymous(realm);
        }
        AuthMethod chosen =
                switch (method) {
                    case "ticket" -> AuthMethod.TICKET;
                    case "wampcra" -> AuthMethod.WAMPCRA;
                    default ->
                            throw new UsageException(
                                    "--user-auth: \"%s\" is neither ticket nor wampcra"
                                            .formatted(method));
                };
        return new JoinOptions(realm, user, chosen, secret("--user-secret", secret));
    }

    private CalleeTarget target() throws UsageException {
        WampSerializer chosen =
                Arrays.stream(WampSerializer.values())
                        .filter(one -> one.label().equals(serializer.toLowerCase(Locale.ROOT)))
                        .findFirst()
                        .orElseThrow(() ->
                                new UsageException(
                                        "--serializer: \"%s\" is none of json, msgpack, cbor"
                                                .formatted(serializer)));
        if (to.startsWith(UNIX)) {
            return new CalleeTarget.RawSocket(
                    UnixDomainSocketAddress.of(to.substring(UNIX.length())), chosen);
        }
        if (to.startsWith(RAW)) {
            return new CalleeTarget.RawSocket(
                    Addresses.connect("--to", to.substring(RAW.length())), chosen);
        }
        if (!to.startsWith(WEB)) {
            throw new UsageException(
                    "--to: \"%s\" begins with none of ws://, tcp:// and unix:".formatted(to));
        }
        String rest = to.substring(WEB.length());
        int slash = rest.indexOf('/');
        String host = slash < 0 ? rest : rest.substring(0, slash);
        return new CalleeTarget.WebSocket(
                Addresses.connect("--to", host),
                host,
                slash < 0 ? "/" : rest.substring(slash),
                chosen);
    }

    /** The first line of a file: secrets are no words of a command, which others can see. */
    static String secret(String flag, @Nullable Path file) throws UsageException {
        if (file == null) {
            throw new UsageException(flag + " is missing");
        }
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException e) {
            throw new UsageException("%s: cannot read %s".formatted(flag, file));
        }
    }
}

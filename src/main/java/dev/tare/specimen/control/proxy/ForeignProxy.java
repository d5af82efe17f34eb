package dev.tare.specimen.control.proxy;

import dev.tare.base.time.NanoClock;
import dev.tare.specimen.control.probe.RequestCounter;
import dev.tare.specimen.control.probe.RequestCounters;
import dev.tare.specimen.control.process.Endpoint;
import dev.tare.specimen.control.process.ProgramOutput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy of others, for which Tare writes a configuration: one worker if nothing else is asked
 * for, tuned as its own documentation says for a benchmark, all its files within its folder.
 */
public enum ForeignProxy {
    HAPROXY("haproxy.cfg", "-v", "version ([0-9][^ ]*)"),
    NGINX("nginx.conf", "-v", "nginx/([0-9][^ ]*)"),
    ENVOY("envoy.yaml", "--version", "version: [0-9a-f]+/([0-9][^/]*)/");

    /** Connections that are asked for where the limit of open files allows it. */
    private static final int MAX_CONNECTIONS = 20_000;

    /** Below this a proxy cannot even be tried. */
    private static final int MIN_CONNECTIONS = 64;

    /** Files that a proxy opens for itself. */
    private static final int SPARE_FILES = 200;

    private final String configurationFile;
    private final String versionArgument;
    private final Pattern version;

    ForeignProxy(String configurationFile, String versionArgument, String version) {
        this.configurationFile = configurationFile;
        this.versionArgument = versionArgument;
        this.version = Pattern.compile(version);
    }

    /** Its name in plans, such as {@code haproxy}. */
    public String kind() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The name of its configuration's file, and of the template for it. */
    public String configurationFile() {
        return configurationFile;
    }

    /**
     * What its configuration is made for.
     *
     * @param port it listens on
     * @param adminPort its counters are read from
     * @param origin with a literal address
     * @param maxOpenFiles that the kernel grants it
     * @param asRoot it is started by root
     * @param workers threads, or processes where it has those
     * @param tls whether it listens with TLS
     */
    public record Setting(
            int port,
            int adminPort,
            Endpoint origin,
            long maxOpenFiles,
            boolean asRoot,
            int workers,
            boolean tls) {
        /** One worker, without TLS. */
        Setting(int port, int adminPort, Endpoint origin, long maxOpenFiles, boolean asRoot) {
            this(port, adminPort, origin, maxOpenFiles, asRoot, 1, false);
        }

        /** Each connection through a proxy is two files to it. */
        int maxConnections() {
            long granted = (maxOpenFiles - SPARE_FILES) / 2;
            return Math.clamp(granted, MIN_CONNECTIONS, MAX_CONNECTIONS);
        }
    }

    /** The text of its configuration. */
    public String configurationFor(Setting setting) {
        Map<String, String> values = new HashMap<>();
        values.put("port", String.valueOf(setting.port()));
        values.put("admin-port", String.valueOf(setting.adminPort()));
        values.put("origin-port", String.valueOf(setting.origin().port()));
        switch (this) {
            case HAPROXY -> {
                values.put("origin-host", setting.origin().bracketedHost());
                values.put("max-connections", String.valueOf(setting.maxConnections()));
                values.put("workers", String.valueOf(setting.workers()));
            }
            case NGINX -> {
                values.put("origin-host", setting.origin().bracketedHost());
                values.put("worker-connections", String.valueOf(2 * setting.maxConnections()));
                values.put("workers", String.valueOf(setting.workers()));
            }
            case ENVOY -> values.put("origin-address", setting.origin().host());
        }
        Set<String> cases = setting.tls() ? Set.of("tls") : Set.of("plain");
        String text = Template.ofResource(configurationFile).forCases(cases).fill(values);
        // Its worker must be able to go into a folder that may be root's own.
        return this == NGINX && setting.asRoot() ? "user root;\n" + text : text;
    }

    /** The words that start it with one worker in the foreground, working in {@code folder}. */
    public List<String> command(Path program, Path folder) {
        return command(program, folder, 1);
    }

    /** The same with {@code workers} of them. */
    public List<String> command(Path program, Path folder, int workers) {
        String configuration = folder.resolve(configurationFile).toString();
        List<String> words = new ArrayList<>(List.of(program.toString()));
        words.addAll(
                switch (this) {
                    case HAPROXY -> List.of("-db", "-f", configuration);
                    case NGINX -> List.of("-p", folder + "/", "-e", "stderr", "-c", configuration);
                    case ENVOY ->
                            List.of(
                                    "-c",
                                    configuration,
                                    "--concurrency",
                                    String.valueOf(workers),
                                    "--disable-hot-restart",
                                    "--log-level",
                                    "warning");
                });
        return words;
    }

    /** Its own count of requests. */
    public RequestCounter counter(NanoClock clock, Endpoint admin) {
        return switch (this) {
            case HAPROXY -> RequestCounters.haproxy(clock, admin);
            case NGINX -> RequestCounters.nginx(clock, admin);
            case ENVOY -> RequestCounters.envoy(clock, admin);
        };
    }

    /** The version of the program at {@code program}, such as {@code 2.6.12}; empty: not told. */
    public String version(Path program) {
        return parseVersion(ProgramOutput.of(List.of(program.toString(), versionArgument)));
    }

    String parseVersion(String text) {
        Matcher matcher = version.matcher(text);
        return matcher.find() ? matcher.group(1).strip() : "";
    }
}

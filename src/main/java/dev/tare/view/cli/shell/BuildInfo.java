package dev.tare.view.cli.shell;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** Which Tare this is. */
public final class BuildInfo implements IVersionProvider {
    private BuildInfo() {}

    /** The version of the jar, or {@code unpacked} when it runs from class files. */
    public static String version() {
        return Optional.ofNullable(BuildInfo.class.getPackage().getImplementationVersion())
                .orElse("unpacked");
    }

    /** The source commit as the launcher tells it, or {@code unknown}. */
    public static String commit() {
        return Optional.ofNullable(System.getenv("TARE_COMMIT"))
                .filter(commit -> commit.matches("[0-9a-f]{7,40}"))
                .orElse("unknown");
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "tare %s (commit %s, Java %s)".formatted(version(), commit(), Runtime.version())
        };
    }
}

package dev.tare.load.script;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Scripts written by tests, opened with what a load would tell them. */
final class Scripts {
    static final String URL = "http://origin.test:8080/path?x=1";

    private Scripts() {}

    /** A script in a folder; what it prints goes to standard error. */
    static Path write(Path folder, String text) throws IOException {
        return Files.writeString(folder.resolve("script.lua"), text);
    }

    static ScriptSpec spec(Path file, int threads, ScriptDialect dialect, boolean passBody) {
        return new ScriptSpec(
                file,
                URL,
                List.of(),
                List.of(),
                List.of(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8080)),
                threads,
                passBody,
                ScriptOutput.STANDARD_ERROR,
                dialect);
    }

    static ScriptSpec spec(Path file) {
        return spec(file, 1, ScriptDialect.WRK, true);
    }

    static WrkScript open(Path folder, String text) throws IOException {
        return WrkScript.open(spec(write(folder, text)));
    }

    /** The next request's bytes. */
    static String next(ScriptThread thread) {
        byte[] bytes = new byte[thread.nextRequest()];
        thread.copyRequest(0, MemorySegment.ofArray(bytes), 0, bytes.length);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}

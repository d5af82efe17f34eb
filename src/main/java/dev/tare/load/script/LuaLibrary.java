package dev.tare.load.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import party.iroiro.luajava.Lua;
import party.iroiro.luajava.luajit.LuaJit;

/**
 * LuaJIT itself: loaded with the first state that is asked for.
 *
 * <p>Thread-safety: any thread.
 */
final class LuaLibrary {
    private static final String TEMPORARY = "java.io.tmpdir";
    private static boolean loaded;

    private LuaLibrary() {}

    /**
     * A new state without any library.
     *
     * @throws ScriptException when there is no LuaJIT for this system, or it cannot be loaded
     */
    static synchronized Lua newState() {
        if (loaded) {
            return new LuaJit();
        }
        try {
            Lua first = loadPrivately();
            loaded = true;
            return first;
        } catch (IOException | IllegalStateException | LinkageError e) {
            throw new ScriptException(
                    ("a script needs LuaJIT, which cannot be loaded on %s %s from %s (%s);"
                                    + " if programs may not be run from that folder, name another"
                                    + " with -Djava.io.tmpdir=FOLDER")
                            .formatted(
                                    System.getProperty("os.name"),
                                    System.getProperty("os.arch"),
                                    System.getProperty(TEMPORARY),
                                    deepest(e)),
                    e);
        }
    }

    /**
     * Loads the library out of a folder that only this user can write.
     *
     * <p>Danger: the binding unpacks it below the folder for temporary files, under a name that can
     * be foretold, and takes what lies there if its CRC fits; on a shared machine another user
     * could put a library of theirs there. Relied upon: the binding reads {@code java.io.tmpdir}
     * when it unpacks, and only then. Use made of it: the property names a fresh private folder
     * meanwhile, which is removed as soon as the library is mapped.
     */
    private static Lua loadPrivately() throws IOException {
        String before = System.getProperty(TEMPORARY);
        Path folder = Files.createTempDirectory("tare-lua-");
        try {
            System.setProperty(TEMPORARY, folder.toString());
            Lua lua = new LuaJit();
            // Lua modules written in C find the interpreter's functions among the global symbols.
            lua.getLuaNatives().loadAsGlobal();
            return lua;
        } finally {
            System.setProperty(TEMPORARY, before);
            remove(folder);
        }
    }

    private static void remove(Path folder) throws IOException {
        List<Path> inside;
        try (Stream<Path> walk = Files.walk(folder)) {
            inside = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : inside) {
            Files.deleteIfExists(path);
        }
    }

    private static String deepest(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage());
    }
}

package dev.tare.specimen.link;

import dev.tare.base.time.NanoClock;
import dev.tare.base.time.Sleep;
import dev.tare.specimen.control.process.Launch;
import dev.tare.specimen.control.process.Launcher;
import dev.tare.specimen.control.process.StartFailure;
import java.nio.file.Path;
import java.util.List;

/** A runner to be killed: makes a link, starts a process behind it, and waits. */
public final class LinkedRunner {
    private static final long LONG_NS = 300_000_000_000L;

    private LinkedRunner() {}

    /** Takes the folder of the log files. Prints the interface, or why there is none. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Launcher launcher = Launcher.open(NanoClock.system());
        try {
            NamespaceLink link =
                    NamespaceLink.open(
                            launcher,
                            "linked",
                            folder.resolve("link.log"),
                            new LinkShape(1_000_000_000, LinkShape.UNSHAPED));
            // Deaf to all but KILL, so that it is the guard that ends it.
            List<String> deaf = List.of("sh", "-c", "trap '' TERM HUP; sleep 300; sleep 300");
            launcher.start(Launch.of("behind", link.inside(deaf), folder.resolve("behind.log")));
            System.out.println("interface tare" + link.holder().pid() + "a");
            Sleep.forNs(LONG_NS);
        } catch (StartFailure e) {
            System.out.println("refused " + e.getMessage());
            launcher.close();
        }
        System.exit(0);
    }
}

package dev.tare.specimen.control.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which cores are threads of one physical core, as the kernel tells.
 *
 * <p>Source: {@code Documentation/ABI/stable/sysfs-devices-system-cpu} of Linux.
 */
record CoreTopology(Path root) {

    /** This machine's. */
    static CoreTopology system() {
        return new CoreTopology(Path.of("/sys/devices/system/cpu"));
    }

    /** The siblings of each core, itself included; itself alone where the kernel does not tell. */
    Map<Integer, Set<Integer>> siblings(Set<Integer> cores) {
        Map<Integer, Set<Integer>> siblings = new HashMap<>();
        for (int core : cores) {
            Path file = root.resolve("cpu" + core + "/topology/thread_siblings_list");
            try {
                siblings.put(core, parseList(Files.readString(file)));
            } catch (IOException | NumberFormatException e) {
                siblings.put(core, Set.of(core));
            }
        }
        return siblings;
    }

    /** A list of cores such as {@code 0,4-6}. */
    static Set<Integer> parseList(String text) {
        Set<Integer> cores = new TreeSet<>();
        for (String part : text.strip().split(",", -1)) {
            String[] ends = part.split("-", 2);
            int last = Integer.parseInt(ends[ends.length - 1]);
            for (int core = Integer.parseInt(ends[0]); core <= last; core++) {
                cores.add(core);
            }
        }
        return cores;
    }
}

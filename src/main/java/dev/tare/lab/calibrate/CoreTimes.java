package dev.tare.lab.calibrate;

import java.util.Collection;

/**
 * Ticks of all allowed cores so far, as {@code /proc/stat} counts them.
 *
 * @param all in all
 * @param steal that a hypervisor gave to somebody else while this machine wanted them
 */
record CoreTimes(long all, long steal) {
    private static final int STEAL_AT = 8;

    /** Reads them; zeros where they are not told. */
    static CoreTimes of(MachineFiles files, Collection<Integer> cores) {
        long all = 0;
        long steal = 0;
        for (String line : files.text("proc/stat").orElse("").lines().toList()) {
            String[] words = line.split("\\s+", -1);
            boolean core = words[0].startsWith("cpu") && words[0].length() > 3;
            if (!core
                    || !cores.contains(
                            (int) MachineFiles.number(words[0].substring(3)).orElse(-1))) {
                continue;
            }
            for (int i = 1; i < words.length && i <= STEAL_AT; i++) {
                long ticks = MachineFiles.number(words[i]).orElse(0);
                all += ticks;
                steal += i == STEAL_AT ? ticks : 0;
            }
        }
        return new CoreTimes(all, steal);
    }

    /** The share that was stolen from {@code before} until now, 0 to 1. */
    double stealSince(CoreTimes before) {
        long passed = all - before.all;
        return passed <= 0 ? 0 : Math.clamp((double) (steal - before.steal) / passed, 0, 1);
    }
}

package dev.tare.lab.calibrate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The cores that may be used, and what they are.
 *
 * @param model as the kernel names it; empty where it does not
 * @param allowed the cores that the core mask and the cpuset leave
 * @param online how many the machine has; as many as allowed where it is not told
 * @param sockets that the allowed ones lie on
 * @param physicalCores that the allowed ones are threads of
 * @param virtualMachine what runs this as a guest, such as {@code KVM}; empty for none that shows
 * @param governors of the allowed cores' frequency, without repeats; none where not visible
 * @param turbo whether the frequency may rise above its base; empty where it is not visible
 * @param mitigations of the processor's leaks that are on, by name
 * @param leaks that this processor has and nothing is done about, by name
 */
record CoreFacts(
        String model,
        Set<Integer> allowed,
        int online,
        int sockets,
        int physicalCores,
        String virtualMachine,
        List<String> governors,
        Optional<Boolean> turbo,
        List<String> mitigations,
        List<String> leaks) {
    private static final String CPU = "sys/devices/system/cpu/";

    CoreFacts {
        allowed = Set.copyOf(allowed);
        governors = List.copyOf(governors);
        mitigations = List.copyOf(mitigations);
        leaks = List.copyOf(leaks);
    }

    /** Reads them. */
    static CoreFacts of(MachineFiles files, Set<Integer> allowed) {
        Set<String> sockets = new HashSet<>();
        Set<String> physical = new HashSet<>();
        Set<String> governors = new TreeSet<>();
        for (int core : allowed) {
            String topology = CPU + "cpu" + core + "/topology/";
            String socket = files.word(topology + "physical_package_id", 0).orElse("0");
            sockets.add(socket);
            physical.add(socket + "/" + files.word(topology + "core_id", 0).orElse("cpu" + core));
            files.word(CPU + "cpu" + core + "/cpufreq/scaling_governor", 0)
                    .ifPresent(governors::add);
        }
        List<String> mitigations = new ArrayList<>();
        List<String> leaks = new ArrayList<>();
        for (String name : files.names(CPU + "vulnerabilities")) {
            String state = files.text(CPU + "vulnerabilities/" + name).orElse("");
            if (state.startsWith("Mitigation")) {
                mitigations.add(name);
            } else if (state.startsWith("Vulnerable")) {
                leaks.add(name);
            }
        }
        return new CoreFacts(
                cpuinfo(files, "model name"),
                allowed,
                online(files, allowed.size()),
                sockets.size(),
                physical.size(),
                virtualMachine(files),
                List.copyOf(governors),
                turbo(files),
                mitigations,
                leaks);
    }

    private static int online(MachineFiles files, int otherwise) {
        return files.text(CPU + "online").map(CoreFacts::count).orElse(otherwise);
    }

    /** How many cores a list such as {@code 0-3,8} names; 0 for what is no list. */
    static int count(String list) {
        int count = 0;
        for (String part : list.split(",", -1)) {
            String[] ends = part.strip().split("-", 2);
            long first = MachineFiles.number(ends[0]).orElse(0);
            long last = MachineFiles.number(ends[ends.length - 1]).orElse(-1);
            count += Math.clamp(last - first + 1, 0, 1 << 20);
        }
        return count;
    }

    /** The hypervisor by the name that it gives itself, or that there is one. */
    private static String virtualMachine(MachineFiles files) {
        String product =
                (files.text("sys/class/dmi/id/sys_vendor").orElse("")
                                + " "
                                + files.text("sys/class/dmi/id/product_name").orElse(""))
                        .strip();
        String xen = files.word("sys/hypervisor/type", 0).orElse("");
        boolean guest = (" " + cpuinfo(files, "flags") + " ").contains(" hypervisor ");
        if (!xen.isEmpty()) {
            return xen;
        }
        if (!guest) {
            String lower = product.toLowerCase(Locale.ROOT);
            boolean named =
                    lower.contains("qemu") || lower.contains("kvm") || lower.contains("virtual");
            return named ? product : "";
        }
        return product.isEmpty() ? "a hypervisor that does not name itself" : product;
    }

    private static Optional<Boolean> turbo(MachineFiles files) {
        Optional<Boolean> intel =
                files.word(CPU + "intel_pstate/no_turbo", 0).map(word -> word.equals("0"));
        return intel.isPresent()
                ? intel
                : files.word(CPU + "cpufreq/boost", 0).map(word -> word.equals("1"));
    }

    private static String cpuinfo(MachineFiles files, String key) {
        return files.text("proc/cpuinfo").stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("");
    }
}

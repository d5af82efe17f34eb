package dev.tare.specimen.link;

/** What is done to make a link, and what it takes. */
enum LinkStep {
    NAMESPACE("unshare", "util-linux", "run Tare as root (CAP_SYS_ADMIN and CAP_NET_ADMIN)"),
    ENTERING("nsenter", "util-linux", "run Tare as root (CAP_SYS_ADMIN and CAP_NET_ADMIN)"),
    PAIR("ip", "iproute2", "run Tare as root, on a kernel that has veth (modprobe veth)"),
    RATE("tc", "iproute2", "rate needs the kernel's tbf: modprobe sch_tbf"),
    ROUND_TRIP("tc", "iproute2", "round-trip needs the kernel's netem: modprobe sch_netem");

    private final String program;
    private final String debianPackage;
    private final String remedy;

    LinkStep(String program, String debianPackage, String remedy) {
        this.program = program;
        this.debianPackage = debianPackage;
        this.remedy = remedy;
    }

    /** What to do where the program is absent. */
    String whereAbsent() {
        return "there is no program %s; install it (apt-get install %s)"
                .formatted(program, debianPackage);
    }

    /** What to do where the kernel refuses. */
    String remedy() {
        return remedy;
    }
}

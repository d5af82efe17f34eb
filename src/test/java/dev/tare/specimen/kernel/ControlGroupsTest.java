package dev.tare.specimen.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.base.core.Throttling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By copies of what kernels write: version 1, version 2, both at once, and within a container. */
final class ControlGroupsTest {
    private static final long PID = 4711;

    @TempDir private Path top;
    private Path proc;

    @BeforeEach
    void proc() throws IOException {
        proc = Files.createDirectories(top.resolve("proc"));
        Files.createDirectories(proc.resolve("self"));
        Files.createDirectories(proc.resolve(Long.toString(PID)));
    }

    @Test
    void version1CountsInNanoseconds() throws IOException {
        groups("9:name=systemd:/", "3:cpuset:/", "1:cpu,cpuacct:/pod/one", "0::/");
        mounts(
                "32 31 0:30 / %s/cpuset rw,relatime - cgroup cgroup rw,cpuset",
                "33 31 0:31 / %s/cpu rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct");
        stat("cpu/pod/one", "nr_periods 100", "nr_throttled 40", "throttled_time 2500000000");
        assertThat(throttling()).isEqualTo(new Throttling(100, 40, 2_500_000_000L));
    }

    @Test
    void version2CountsInMicroseconds() throws IOException {
        groups("0::/user.slice/one");
        mounts("30 23 0:26 / %s/unified rw,nosuid - cgroup2 cgroup2 rw,nsdelegate");
        stat(
                "unified/user.slice/one",
                "usage_usec 777",
                "nr_periods 12",
                "nr_throttled 3",
                "throttled_usec 90000");
        assertThat(throttling()).isEqualTo(new Throttling(12, 3, 90_000_000));
    }

    @Test
    void quotasOfTheGroupsAroundItHoldItBackToo() throws IOException {
        groups("0::/pod/one");
        mounts("30 23 0:26 / %s/unified rw - cgroup2 cgroup2 rw");
        stat("unified/pod/one", "nr_periods 0", "nr_throttled 0", "throttled_usec 0");
        stat("unified/pod", "nr_periods 12", "nr_throttled 3", "throttled_usec 90000");
        stat("unified", "usage_usec 5");
        assertThat(throttling()).isEqualTo(new Throttling(12, 3, 90_000_000));
    }

    @Test
    void whereVersion1HasTheControllerVersion2IsNotAsked() throws IOException {
        groups("1:cpu:/", "0::/");
        mounts(
                "31 23 0:27 / %s/unified rw - cgroup2 cgroup2 rw",
                "33 31 0:31 / %s/cpu rw - cgroup cgroup rw,cpu");
        stat("cpu", "nr_periods 5", "nr_throttled 1", "throttled_time 7");
        stat("unified", "nr_periods 9", "nr_throttled 9", "throttled_usec 9");
        assertThat(throttling()).isEqualTo(new Throttling(5, 1, 7));
    }

    @Test
    void inAContainerTheMountBeginsAtTheContainersGroup() throws IOException {
        groups("1:cpu:/docker/abc/inner");
        mounts("33 31 0:31 /docker/abc %s/cpu rw - cgroup cgroup rw,cpu");
        stat("cpu/inner", "nr_periods 5", "nr_throttled 1", "throttled_time 7");
        assertThat(throttling()).isEqualTo(new Throttling(5, 1, 7));
    }

    @Test
    void whatIsNotThereOrNoNumberIsNotKnown() throws IOException {
        ControlGroups groups = new ControlGroups(proc);
        assertThat(groups.throttling(1)).isEmpty();
        groups("0::/../../etc");
        assertThat(groups.throttling(PID)).isEmpty();
        mounts("30 23 0:26 / %s/unified rw - cgroup2 cgroup2 rw", "cut short");
        assertThat(groups.throttling(PID)).isEmpty();
        assertThat(ControlGroups.parse("nr_periods x\nnr_throttled 1\nthrottled_usec 3")).isEmpty();
        assertThat(ControlGroups.parse("nr_periods 1\nnr_throttled 1")).isEmpty();
        assertThat(ControlGroups.parse("")).isEmpty();
    }

    @Test
    void deepNestingIsNotFollowedForEver() throws IOException {
        String path = "/a".repeat(ControlGroups.MAX_DEPTH + 8);
        groups("0::" + path);
        mounts("30 23 0:26 / %s/unified rw - cgroup2 cgroup2 rw");
        stat("unified" + path, "nr_periods 5", "nr_throttled 1", "throttled_usec 7");
        stat("unified", "nr_periods 5", "nr_throttled 1", "throttled_usec 7");
        assertThat(throttling()).isEqualTo(new Throttling(5, 1, 7_000));
    }

    @Test
    void betweenTwoLooksNothingShrinks() {
        Throttling early = new Throttling(10, 4, 90);
        assertThat(new Throttling(12, 5, 100).since(early)).isEqualTo(new Throttling(2, 1, 10));
        assertThat(new Throttling(0, 0, 0).since(early)).isEqualTo(new Throttling(0, 0, 0));
    }

    private Throttling throttling() {
        return new ControlGroups(proc).throttling(PID).orElseThrow();
    }

    private void groups(String... lines) throws IOException {
        Files.writeString(proc.resolve(PID + "/cgroup"), String.join("\n", lines) + "\n");
    }

    private void mounts(String... lines) throws IOException {
        String text = String.join("\n", lines).replace("%s", top.toString()) + "\n";
        Files.writeString(proc.resolve("self/mountinfo"), text);
    }

    private void stat(String group, String... lines) throws IOException {
        Path folder = Files.createDirectories(top.resolve(group));
        Files.writeString(folder.resolve("cpu.stat"), String.join("\n", lines) + "\n");
    }
}

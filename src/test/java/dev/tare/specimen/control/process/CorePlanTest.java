package dev.tare.specimen.control.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

final class CorePlanTest {
    private static Map<Integer, Set<Integer>> alone(Set<Integer> cores) {
        Map<Integer, Set<Integer>> siblings = new HashMap<>();
        cores.forEach(core -> siblings.put(core, Set.of(core)));
        return siblings;
    }

    private static CorePlan plan(Integer... cores) {
        Set<Integer> allowed = Set.of(cores);
        return CorePlan.of(allowed, alone(allowed));
    }

    @Test
    void onOneCoreNobodyIsPinned() {
        assertThat(plan(3).pinned()).isFalse();
        assertThat(plan(3).byParty()).isEmpty();
    }

    @Test
    void onTwoCoresTheSpecimenHasOneForItself() {
        assertThat(plan(4, 7).byParty())
                .isEqualTo(
                        Map.of("runner", "4", "instrument", "4", "origin", "4", "specimen", "7"));
    }

    @Test
    void onThreeCoresEachPartyHasOne() {
        assertThat(plan(0, 1, 2).byParty())
                .isEqualTo(
                        Map.of("runner", "0", "instrument", "0", "origin", "1", "specimen", "2"));
    }

    @Test
    void fromFourCoresOnTheFirstIsLeftToTheSystem() {
        assertThat(plan(0, 1, 2, 3).byParty())
                .isEqualTo(
                        Map.of("runner", "0", "origin", "1", "instrument", "2", "specimen", "3"));
        assertThat(plan(8, 9, 10, 11, 12, 13).specimen()).containsExactly(11);
    }

    @Test
    void partiesDoNotShareAPhysicalCoreWhileThereAreOthers() {
        Map<Integer, Set<Integer>> siblings = new HashMap<>();
        for (int core = 0; core < 8; core++) {
            siblings.put(core, Set.of(core & ~1, core | 1));
        }
        CorePlan plan = CorePlan.of(new TreeSet<>(siblings.keySet()), siblings);
        assertThat(plan.byParty())
                .isEqualTo(
                        Map.of("runner", "0", "origin", "2", "instrument", "4", "specimen", "6"));
    }

    @Test
    void partiesShareAPhysicalCoreWhenTheyMust() {
        Map<Integer, Set<Integer>> siblings =
                Map.of(0, Set.of(0, 2), 1, Set.of(1, 3), 2, Set.of(0, 2), 3, Set.of(1, 3));
        CorePlan plan = CorePlan.of(siblings.keySet(), siblings);
        assertThat(Set.copyOf(plan.byParty().values())).isEqualTo(Set.of("0", "1", "2", "3"));
    }

    @Test
    void aSpecimenOfSeveralThreadsTakesWhatTheOthersLeave() {
        CorePlan wide = plan(0, 1, 2, 3, 4, 5).widened(Set.of(0, 1, 2, 3, 4, 5), 2);
        assertThat(wide.specimen()).containsExactlyInAnyOrder(3, 4);
        assertThat(wide.specimenFor(1)).containsExactly(3);
        assertThat(wide.specimenFor(9)).containsExactlyInAnyOrder(3, 4);
        assertThat(plan(4, 7).widened(Set.of(4, 7), 4)).isEqualTo(plan(4, 7));
        assertThat(plan(0, 1, 2, 3, 4).widened(Set.of(0, 1, 2, 3, 4), 1))
                .isEqualTo(plan(0, 1, 2, 3, 4));
        assertThat(CorePlan.UNPINNED.widened(Set.of(3), 4).pinned()).isFalse();
    }

    @Test
    void listsOfCoresAreReadAsTheKernelWritesThem() {
        assertThat(CoreTopology.parseList("0,4-6\n")).containsExactly(0, 4, 5, 6);
        assertThat(CoreTopology.parseList("3")).containsExactly(3);
    }
}

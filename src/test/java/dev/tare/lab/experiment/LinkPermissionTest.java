package dev.tare.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tare.lab.plan.BuiltInPlan;
import dev.tare.lab.plan.Plan;
import dev.tare.lab.plan.PlanReader;
import dev.tare.lab.plan.SpecimenSpec;
import dev.tare.specimen.link.LinkShape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Whether or not this machine permits links. */
@EnabledOnOs(OS.LINUX)
final class LinkPermissionTest {
    private static final String PLAN =
            """
            application: emojivoto
            specimens: [bare, minivoy, {name: linked, kind: link, round-trip: 2ms}]
            workloads:
              - {name: list, path: /api/list}
              - {name: far, path: /api/list, specimens: [linked]}
              - {name: near, path: /api/list, specimens: [minivoy, linked]}
            """;

    private static Plan plan(String text) throws Exception {
        return PlanReader.read(text, "plan.yaml", BuiltInPlan.of(List.of(), true));
    }

    @Test
    void aPlanWithoutLinksIsLeftAsItIs() throws Exception {
        Plan plan = BuiltInPlan.of(List.of(), true);
        LinkPermission permission = LinkPermission.of(plan);
        assertThat(permission.plan()).isSameAs(plan);
        assertThat(permission.notes()).isEmpty();
    }

    @Test
    void aLinkIsKeptOrLeftOutWithTheRemedyAndTheRestGoesOn() throws Exception {
        Plan plan = plan(PLAN);
        LinkPermission permission = LinkPermission.of(plan);

        if (permission.plan().equals(plan)) {
            assertThat(permission.notes()).isEmpty();
        } else {
            assertThat(permission.plan()).isEqualTo(plan.onlyWith(plan.specimens().subList(0, 2)));
            assertThat(permission.notes())
                    .singleElement()
                    .asString()
                    .startsWith("linked is left out, for a link cannot be had here: ")
                    .containsAnyOf("modprobe", "run Tare as root", "install it")
                    .hasLineCount(1);
        }
    }

    @Test
    void workloadsForWhatIsLeftOutAloneAreLeftOutToo() throws Exception {
        Plan plan = plan(PLAN);

        Plan less = plan.onlyWith(plan.specimens().subList(0, 2));

        assertThat(less.specimens())
                .extracting(SpecimenSpec::name)
                .containsExactly("bare", "minivoy");
        assertThat(less.workloads())
                .extracting(workload -> workload.name() + workload.specimens())
                .containsExactly("list[]", "near[minivoy]");
        assertThat(less.application()).isEqualTo(plan.application());
    }

    @Test
    void noPlanIsLeftWhereOnlyTheLinkHadWork() throws Exception {
        Plan plan =
                plan(
                        """
                        application: emojivoto
                        specimens: [bare, minivoy, {name: linked, kind: link, rate: 1gbit}]
                        workloads: [{name: far, path: /api/list, specimens: [linked]}]
                        """);
        assertThat(plan.specimens().getLast())
                .isEqualTo(
                        new SpecimenSpec.Link(
                                "linked", new LinkShape(1_000_000_000, LinkShape.UNSHAPED)));
        assertThatThrownBy(() -> plan.onlyWith(plan.specimens().subList(0, 2)))
                .hasMessageContaining("1 to 32 workloads");
    }
}

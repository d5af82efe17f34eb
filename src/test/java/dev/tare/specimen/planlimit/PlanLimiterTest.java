package dev.tare.specimen.planlimit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

final class PlanLimiterTest {
    private static final long MINUTE_NS = 60_000_000_000L;

    private static PlanLimits limits(int perMinute, int maxUsers) {
        return new PlanLimits(Map.of("P", perMinute), maxUsers);
    }

    private static PlanOutcome ask(PlanCheck check, String user, long epochNs) {
        byte[] token =
                Base64.getEncoder()
                        .encode(
                                "{\"username\":\"%s\",\"plan\":\"P\"}"
                                        .formatted(user)
                                        .getBytes(US_ASCII));
        return check.check(MemorySegment.ofArray(token), 0, token.length, epochNs);
    }

    private static String user(PlanCheck check) {
        return new String(check.user(), US_ASCII);
    }

    @Test
    void usersBeyondThePlacesShareOneCount() {
        PlanLimiter limiter = new PlanLimiter(limits(2, 3));
        PlanCheck check = limiter.forThread();
        for (String user : List.of("a", "b", "c")) {
            assertThat(ask(check, user, 0)).isEqualTo(PlanOutcome.ADMITTED);
        }
        assertThat(ask(check, "d", 0)).isEqualTo(PlanOutcome.ADMITTED);
        assertThat(ask(check, "e", 0)).isEqualTo(PlanOutcome.ADMITTED);
        assertThat(ask(check, "f", 0)).isEqualTo(PlanOutcome.EXCEEDED);
        assertThat(user(check)).isEqualTo(UserWindows.OTHERS);
        assertThat(check.count()).isEqualTo(3);
        assertThat(ask(check, "a", 0)).isEqualTo(PlanOutcome.ADMITTED);
        assertThat(check.count()).isEqualTo(2);
        assertThat(limiter.users()).isEqualTo(3);
    }

    @Test
    void whoHasAskedForNothingInAMinuteMakesRoom() {
        PlanLimiter limiter = new PlanLimiter(limits(2, 3));
        PlanCheck check = limiter.forThread();
        for (String user : List.of("a", "b", "c")) {
            ask(check, user, 0);
        }
        ask(check, "a", MINUTE_NS);
        assertThat(ask(check, "d", MINUTE_NS)).isEqualTo(PlanOutcome.ADMITTED);
        assertThat(user(check)).isEqualTo("d");
        assertThat(limiter.users()).isEqualTo(2);
        ask(check, "a", MINUTE_NS);
        assertThat(check.count()).isEqualTo(2);
        for (int i = 0; i < 10; i++) {
            ask(check, "others" + i, 2 * MINUTE_NS);
        }
        assertThat(user(check)).isEqualTo(UserWindows.OTHERS);
        assertThat(check.count()).isEqualTo(7);
        assertThat(limiter.users()).isEqualTo(3);
    }

    @Test
    void manyUsersAreEachCountedForThemselves() {
        int users = 5_000;
        PlanLimiter limiter = new PlanLimiter(limits(1, users));
        PlanCheck check = limiter.forThread();
        Map<String, PlanOutcome> first = new HashMap<>();
        for (int i = 0; i < users; i++) {
            first.put("u" + i, ask(check, "u" + i, 0));
        }
        assertThat(first.values()).containsOnly(PlanOutcome.ADMITTED);
        for (int i = 0; i < users; i++) {
            assertThat(ask(check, "u" + i, 0)).isEqualTo(PlanOutcome.EXCEEDED);
            assertThat(user(check)).isEqualTo("u" + i);
        }
    }

    @Test
    void threadsKeepTheLimitTogether() throws Exception {
        PlanLimiter limiter = new PlanLimiter(limits(1000, 10));
        Callable<Integer> asks =
                () -> {
                    PlanCheck check = limiter.forThread();
                    int admitted = 0;
                    for (int i = 0; i < 600; i++) {
                        admitted += ask(check, "a", 0) == PlanOutcome.ADMITTED ? 1 : 0;
                    }
                    return admitted;
                };
        int admitted = 0;
        try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(executor.submit(asks));
            }
            for (Future<Integer> one : all) {
                admitted += one.get();
            }
        }
        assertThat(admitted).isEqualTo(1000);
    }

    @Test
    void limitsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PlanLimits(Map.of(), 1))
                .withMessage("plans: 0 must be 1 to 16");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> limits(-1, 1))
                .withMessage("requests a minute of plan P: -1 must be 0 to 1000000000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> limits(1, PlanLimits.MAX_USERS + 1))
                .withMessage("users: 1048577 must be 1 to 1048576");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PlanLimits(Map.of("Größe", 1), 1));
    }

    @Test
    void theNextMinuteIsOneToSixtySecondsAway() {
        assertThat(PlanCheck.untilNextMinuteS(0)).isEqualTo(60);
        assertThat(PlanCheck.untilNextMinuteS(1)).isEqualTo(60);
        assertThat(PlanCheck.untilNextMinuteS(MINUTE_NS - 1)).isEqualTo(1);
        assertThat(PlanCheck.untilNextMinuteS(-1)).isEqualTo(1);
    }
}

package dev.tare.load.request;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tare.base.core.Field;
import dev.tare.base.core.RequestSpec;
import dev.tare.io.wire.Http1Fields;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Makers and cookie jars allocate nothing once buffers have grown. */
final class RequestAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 20_000;
    private static final int ROUNDS = 20_000;

    private final OutgoingRequest slot = new OutgoingRequest(new CookieJar(false, () -> 0));
    private long sequence;
    private long sum;

    @Test
    void constantRequestsCostNoMemoryWithAndWithoutCookies() {
        RequestMaker maker =
                MadeRequests.maker(MadeRequests.spec("POST", "/a"), "body", Optional.empty());
        assertAllocatesNothing(() -> make(maker));
        slot.cookies().take(MadeRequests.answer("Set-Cookie: a=b"), slot);
        assertAllocatesNothing(() -> make(maker));
    }

    @Test
    void templatesCostNoMemory() {
        RequestSpec request =
                MadeRequests.spec(
                        "POST", "/{{seq}}/{{csv.a}}", new Field("X", "{{random}} {{csv.a}}"));
        TemplateData data =
                new TemplateData(List.of("a"), List.of(List.of("1"), List.of("a b c")), 1);
        RequestMaker maker =
                MadeRequests.template(request, "{{uuid}} {{random:1-6}} {{csv.a}}", data);
        make(maker);
        slot.cookies().take(MadeRequests.answer("Set-Cookie: a=b; Path=/"), slot);
        assertAllocatesNothing(() -> make(maker));
    }

    @Test
    void cookiesThatStayAsTheyAreCostNoMemory() {
        RequestMaker maker =
                MadeRequests.maker(MadeRequests.spec("GET", "/a"), "", Optional.empty());
        make(maker);
        Http1Fields answer =
                MadeRequests.answer(
                        "Set-Cookie: a=b; Path=/; Expires=Fri, 20 Nov 2026 10:00:00 GMT",
                        "Set-Cookie: c=d; Max-Age=5; HttpOnly");
        assertAllocatesNothing(() -> {
            slot.cookies().take(answer, slot);
            make(maker);
        });
        assertThat(slot.cookies().count()).isEqualTo(2);
    }

    private void make(RequestMaker maker) {
        maker.make(sequence++, slot);
        sum += slot.length();
    }

    private void assertAllocatesNothing(Runnable work) {
        for (int i = 0; i < WARM_UP; i++) {
            work.run();
        }
        THREADS.getCurrentThreadAllocatedBytes();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < ROUNDS; i++) {
            work.run();
        }
        long allocatedBytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(sum).isPositive();
        // Less than a byte a round: the JVM's own bookkeeping, no object of ours.
        assertThat(allocatedBytes).isLessThan(ROUNDS / 2);
    }
}

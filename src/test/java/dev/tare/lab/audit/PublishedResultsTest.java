package dev.tare.lab.audit;

import static dev.tare.lab.audit.AuditFixture.faults;
import static dev.tare.lab.audit.AuditFixture.found;
import static dev.tare.lab.audit.AuditFixture.sentences;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.audit.result.Audit;
import dev.tare.lab.audit.result.Fault;
import dev.tare.lab.audit.result.FindingGroup;
import dev.tare.lab.audit.result.Severity;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/**
 * Published results whose faults are known, with the figures that give them away: the fixtures, and
 * with {@code -Dtare.seeds=FOLDER} the whole documents.
 */
final class PublishedResultsTest {
    @Test
    void theMeshComparisonsLargeAnswersAreNotLarge() throws IOException {
        for (Audit audit : AuditFixture.withSeed("mesh-bytes.md", "000")) {
            assertThat(found(audit, Fault.OTHER_SIZE).places()).hasSize(12);
            assertThat(sentences(audit, Fault.OTHER_SIZE))
                    .allMatch(sentence -> sentence.contains("1,000,000 bytes"))
                    .anyMatch(sentence -> sentence.contains("102,539 bytes"))
                    .allMatch(sentence -> sentence.contains("102,400"));
        }
    }

    @Test
    void theMeshComparisonsLargeRowsMeasureOneThingBehindAllMeshes() throws IOException {
        for (Audit audit : AuditFixture.withSeed("mesh-bytes.md", "000")) {
            FindingGroup group = found(audit, Fault.SAME_RATE);
            assertThat(group.places()).hasSize(12);
            assertThat(group.worst().wrong())
                    .contains("10.09/s to 10.48/s in all 12 blocks, at 1 to 128 connections");
        }
    }

    @Test
    void theMeshComparisonsMeansBreakLittlesLawForTheirTimeoutsAreMissing() throws IOException {
        for (Audit audit : AuditFixture.withSeed("mesh-bytes.md", "000")) {
            assertThat(found(audit, Fault.TIME_MISSING).places()).hasSize(6);
            assertThat(sentences(audit, Fault.TIME_MISSING))
                    .contains(
                            "64 connections at 10.40/s need a mean of 6.2 s (Little's law);"
                                    + " printed is 1.01 s.");
            assertThat(found(audit, Fault.LEFT_OUT).places()).hasSize(9);
            assertThat(sentences(audit, Fault.LEFT_OUT))
                    .anyMatch(sentence -> sentence.startsWith("75 of 105 answers"))
                    .anyMatch(sentence -> sentence.startsWith("5 of 105 answers"));
        }
    }

    @Test
    void theMeshComparisonQueuesBeyondSixteenConnectionsRunsOnceAndInAClosedLoop()
            throws IOException {
        for (Audit audit : AuditFixture.withSeed("mesh-bytes.md", "000")) {
            assertThat(sentences(audit, Fault.QUEUEING))
                    .hasSize(3)
                    .anyMatch(sentence -> sentence.contains("9.69 ms, 38.98 ms, 77.77 ms"));
            assertThat(found(audit, Fault.CLOSED_LOOP).places()).hasSize(24);
            assertThat(found(audit, Fault.ONE_RUN).worst().wrong())
                    .isEqualTo("All 24 set-ups were run once.");
            assertThat(audit.faultyBlocks()).isEqualTo(12);
            assertThat(faults(audit))
                    .containsExactly(
                            Fault.TIME_MISSING, Fault.LEFT_OUT, Fault.OTHER_SIZE, Fault.SAME_RATE);
        }
    }

    @Test
    void theCopyEnginesServerClosesEveryHundredRequests() throws IOException {
        for (Audit audit : AuditFixture.withSeed("copy-engines.md", "001")) {
            FindingGroup group = found(audit, Fault.CLOSED_EVERY_N);
            assertThat(group.worst().wrong())
                    .contains("98.3 calls a socket: each is closed after 100 requests")
                    .contains("in 1 % of the answers the head is 5 bytes shorter");
        }
    }

    @Test
    void theCopyEnginesTailIsALostSynAndItsLongestATimeout() throws IOException {
        for (Audit audit : AuditFixture.withSeed("copy-engines.md", "001")) {
            assertThat(sentences(audit, Fault.LOST_SYN))
                    .anyMatch(sentence -> sentence.contains("p99.9 is 3.04549 s"))
                    .anyMatch(sentence -> sentence.contains("p99.9 is 3.90270 s"))
                    .anyMatch(sentence -> sentence.contains("p99 is 3.07639 s"));
            assertThat(found(audit, Fault.LOST_SYN).findings())
                    .anyMatch(finding ->
                            finding.follows().contains("a mean of 30.788 ms of a median of 633."));
            assertThat(sentences(audit, Fault.CUT_OFF))
                    .anyMatch(sentence -> sentence.startsWith("6 of 24 requests (25 %)"));
        }
    }

    @Test
    void theCopyEnginesPlateauIsATimer() throws IOException {
        for (Audit audit : AuditFixture.withSeed("copy-engines.md", "001")) {
            assertThat(found(audit, Fault.TIMER).worst().wrong())
                    .contains("at 1,000 to 2,500 connections")
                    .contains("requests a second whatever the load");
        }
    }

    @Test
    void theCopyEnginesVariancesAreNegativeAndZerosWereNotCounted() throws IOException {
        for (Audit audit : AuditFixture.withSeed("copy-engines.md", "001")) {
            assertThat(sentences(audit, Fault.NEGATIVE_VARIANCE))
                    .anyMatch(sentence -> sentence.contains("a variance of −0.425"));
            assertThat(found(audit, Fault.NOT_COUNTED).worst().wrong())
                    .contains("“Sockets used: 0” for 100 connections, and heads of 0 bytes");
        }
    }

    @Test
    void theCopyEnginesFirstTableIsCopiedFromOtherRuns() throws IOException {
        for (Audit audit : AuditFixture.withSeed("copy-engines.md", "001")) {
            assertThat(sentences(audit, Fault.OTHER_LABEL))
                    .containsExactly(sentences(audit, Fault.OTHER_LABEL).getFirst())
                    .allMatch(sentence -> sentence.contains("keeps 999 in flight"));
            assertThat(found(audit, Fault.COPIED).worst().wrong())
                    .contains("101.608 ms stands at line")
                    .contains("with 1000 connections")
                    .contains("p90 982.43 ms stands at line")
                    .contains("with answers of 12.72 MB");
        }
    }

    @Test
    void theCopyEnginesSixteenKilobytesAreTwoSizes() throws IOException {
        for (Audit audit : AuditFixture.withSeed("copy-engines.md", "001")) {
            assertThat(found(audit, Fault.OTHER_WORK).worst().wrong())
                    .contains("14,667 bytes of body in")
                    .contains("16,384 bytes of body in");
            assertThat(found(audit, Fault.OTHER_SIZE).severity()).isEqualTo(Severity.TAINTED);
        }
    }

    @Test
    void oneOfTheFourCallsAnswersWithErrors() throws IOException {
        for (Audit audit : AuditFixture.withSeed("rest-calls.md", "004")) {
            FindingGroup group = found(audit, Fault.ERROR_REPLIES);
            assertThat(group.findings()).hasSize(1);
            assertThat(group.places()).hasSize(4);
            assertThat(group.worst().wrong())
                    .contains("test_sub.lua: 335 bytes an answer")
                    .contains("test_add.lua, test_div.lua, test_mul.lua: 241")
                    .contains("94 bytes more");
        }
    }

    @Test
    void wrksOwnCorrectionMadeTheMeansOfOneConnection() throws IOException {
        for (Audit audit : AuditFixture.withSeed("rest-calls.md", "004")) {
            assertThat(faults(audit)).containsExactly(Fault.BACK_FILLED, Fault.ERROR_REPLIES);
            assertThat(sentences(audit, Fault.BACK_FILLED))
                    .hasSize(9)
                    .contains(
                            "1 connection at 8,508.83/s needs a mean of 118 µs (Little's law);"
                                    + " printed is 1.17 ms.");
        }
    }
}

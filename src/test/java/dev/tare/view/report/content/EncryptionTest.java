package dev.tare.view.report.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tare.lab.bundle.BlockRecord;
import dev.tare.lab.bundle.BundleContent;
import dev.tare.lab.bundle.SyntheticBundle;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class EncryptionTest {
    private static final String PLAIN = "HTTP/1.1";
    private static final String TLS = "HTTP/1.1, TLSv1.3, TLS_AES_128_GCM_SHA256";

    private static List<String> sentences(String bare, String envoy) {
        BundleContent content = new SyntheticBundle(3).specimen("envoy", 31_000, 120_000).content();
        return Encryption.sentences(
                SyntheticBundle.mapBlocks(
                        content,
                        block ->
                                new BundleContent.Block(
                                        speaking(block.blockRecord(), bare, envoy),
                                        block.sliceHistograms())));
    }

    private static BlockRecord speaking(BlockRecord record, String bare, String envoy) {
        return new BlockRecord(
                record.index(),
                record.round(),
                record.startedEpochNs(),
                record.slices(),
                record.idle(),
                record.proofs(),
                record.losses(),
                Map.of("bare", Map.of(bare, 1L), "envoy", Map.of(envoy, 1L)));
    }

    @Test
    void nothingIsSaidWhereNothingIsEncrypted() {
        assertThat(sentences(PLAIN, PLAIN)).isEmpty();
    }

    @Test
    void whereBothAreEncryptedTheirProtocolsAreNamedAndNoMore() {
        assertThat(sentences(TLS, TLS)).hasSize(2).allSatisfy(s -> assertThat(s).contains(TLS));
    }

    @Test
    void whatItMeansThatOneOfThemAloneIsEncryptedIsSaid() {
        assertThat(sentences(PLAIN, TLS))
                .last()
                .isEqualTo(
                        "bare is reached without TLS: what TLS costs is part of the tare cost of"
                                + " envoy.");
        assertThat(sentences(TLS, PLAIN))
                .last()
                .isEqualTo(
                        "bare is reached with TLS, and without it envoy: their tare cost is smaller"
                                + " by what TLS costs.");
    }
}

package dev.tare.specimen.proxy.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

final class CopyOptionsTest {
    @Test
    void whatIsOutOfRangeIsRefusedWithItsBounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DsaFaults(1, 0, 1.1, 0, 0))
                .withMessage("share of page faults: 1.1 must be 0 to 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DsaFaults(1, Double.NaN, 0, 0, 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CopyOptions.standard().withMinBytes(0))
                .withMessage("copy from: 0 bytes must be 1 to 1073741824");
    }

    @Test
    void everyMethodHasItsName() {
        for (CopyMethod method : CopyMethod.values()) {
            assertThat(CopyMethod.named(method.word())).isEqualTo(method);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CopyMethod.named("DSA"))
                .withMessage("the copy engine \"DSA\" is none of mem, splice, dsa, dsa-model");
    }
}

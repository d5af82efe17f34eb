package dev.tare.io.net.tls.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CertificateCheckTest {
    @ParameterizedTest
    @CsvSource({
        "shop.example, shop.example, true",
        "Shop.Example, sHOP.eXAMPLE, true",
        "shop.example, www.shop.example, false",
        "*.shop.example, www.shop.example, true",
        "*.shop.example, a.www.shop.example, false",
        "*.shop.example, shop.example, false",
        "*.example, shop.example, false",
        "*, localhost, false",
        "w*.shop.example, www.shop.example, false",
        "*.*.example, www.shop.example, false",
        "www.*.example, www.shop.example, false",
        "*.shop.example, .shop.example, false",
    })
    void aWildcardStandsForOneWholeFirstLabel(String presented, String host, boolean matches) {
        assertThat(CertificateCheck.matches(presented, host)).isEqualTo(matches);
    }
}

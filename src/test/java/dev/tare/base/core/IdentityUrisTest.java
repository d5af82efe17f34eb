package dev.tare.base.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentityUrisTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "spiffe://tare.local/ns/default/sa/front",
                "spiffe://a/b",
                "spiffe://a_b-c.d/..e/F.",
                "https://id.example/front?x#y",
                "urn:tare:front",
            })
    void anIdentityIsAUriWithAScheme(String uri) {
        assertThat(IdentityUris.checked(List.of(uri))).containsExactly(uri);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "front",
                "urn:",
                "urn:a b",
                "urn:ä",
                "spiffe://tare.local",
                "spiffe://tare.local/",
                "spiffe://tare.local/a/",
                "spiffe://tare.local//a",
                "spiffe://tare.local/a/../b",
                "spiffe://tare.local/.",
                "spiffe://tare.local/a?b",
                "spiffe://tare.local/a#b",
                "spiffe://tare.local:1/a",
                "spiffe://me@tare.local/a",
                "spiffe://Tare.local/a",
                "SPIFFE://tare.local/a",
                "spiffe://tare.local/*",
                "spiffe:///a",
            })
    void whatNoCertificateCouldNameIsRefused(String uri) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IdentityUris.checked(List.of(uri)))
                .withMessageContaining("\"" + uri + "\" is not the URI of an identity");
    }

    @Test
    void thereAreOnlySoManyAndSoLong() {
        String longest = "urn:" + "x".repeat(IdentityUris.MAX_LENGTH - 4);
        List<String> most = Collections.nCopies(IdentityUris.MAX_URIS, longest);
        assertThat(IdentityUris.checked(most)).hasSize(IdentityUris.MAX_URIS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IdentityUris.checked(List.of(longest + "x")))
                .withMessageContaining("2,049 characters must have 2,048 at most");
        List<String> more = Collections.nCopies(IdentityUris.MAX_URIS + 1, "urn:x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IdentityUris.checked(more))
                .withMessageContaining("65 URIs must be 64 at most");
    }
}

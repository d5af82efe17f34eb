package dev.tare.specimen.proxy.route;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PathRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a",
                "/a/",
                "/a/b.c",
                "/a/...",
                "/.well-known/x",
                "/a..b/",
                "/a%20b",
                "/%c3%a9",
                "/a?b=../c//d",
                "/..a"
            })
    void anOrdinaryPathIsPlain(String target) {
        assertThat(PathRules.isPlain(Requests.get("h", target))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/..",
                "/.",
                "/a/../b",
                "/a/./b",
                "/a/..",
                "/a/.",
                "//",
                "//a",
                "/a//b",
                "/a//",
                "/a\\b",
                "/%2e%2e/b",
                "/%2E",
                "/a%2fb",
                "/a%2Fb",
                "/a%5cb",
                "/a%00b"
            })
    void aPathThatAServerMayReadAsAnotherIsNot(String target) {
        assertThat(PathRules.isPlain(Requests.get("h", target))).isFalse();
    }
}

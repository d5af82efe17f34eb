package dev.tare.specimen.proxy.filter;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tare.io.wire.FieldsView;
import dev.tare.specimen.proxy.config.FilterRule;
import dev.tare.specimen.proxy.filter.FilterAnswer.Reason;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.security.DigestException;
import java.security.MessageDigest;
import java.util.Locale;

/**
 * Answers 401 to requests without a known token. A request with two such fields has none: an
 * upstream could read the other one.
 *
 * <p>Thread-safety: one loop's thread. Allocation: none for a request.
 *
 * <p>Source: RFC 9110, section 11.6; RFC 6750, sections 2.1 and 3.
 */
final class TokenCheckFilter implements Filter {
    private static final int UNAUTHORIZED = 401;
    private static final byte[] TEXT = "401 token_refused\n".getBytes(US_ASCII);
    private static final byte[] CHALLENGE = "www-authenticate".getBytes(US_ASCII);

    /** There is no registered scheme for a token in a field of its own, but a 401 needs one. */
    private static final String NAMELESS_SCHEME = "Token";

    private final byte[] header;
    private final byte[] scheme;
    private final byte[] challenge;
    private final byte[] challengeOfWrong;
    private final TokenDigests known;
    private final MessageDigest sha256 = TokenDigests.sha256();
    private final byte[] token = new byte[TokenDigests.MAX_TOKEN_BYTES];
    private final byte[] digest = new byte[TokenDigests.DIGEST_BYTES];

    TokenCheckFilter(FilterRule.TokenCheck rule, TokenDigests known) {
        this.known = known;
        header = rule.header().toLowerCase(Locale.ROOT).getBytes(US_ASCII);
        scheme = rule.scheme().toLowerCase(Locale.ROOT).getBytes(US_ASCII);
        String of = rule.scheme().isEmpty() ? NAMELESS_SCHEME : rule.scheme();
        String asked = of + " realm=\"minivoy\"";
        challenge = asked.getBytes(US_ASCII);
        challengeOfWrong =
                (scheme.length == 0 ? asked : asked + ", error=\"invalid_token\"")
                        .getBytes(US_ASCII);
    }

    @Override
    public Verdict onRequestHead(FilterCall call) {
        FieldsView fields = call.fields();
        int field = fields.find(header, FieldsView.NONE);
        boolean there = field != FieldsView.NONE;
        if (there && fields.find(header, field) == FieldsView.NONE) {
            if (isKnown(fields.bytes(), fields.valueOffset(field), fields.valueLength(field))) {
                return Verdict.CONTINUE;
            }
        }
        call.answer()
                .begin(UNAUTHORIZED, Reason.TOKEN_REFUSED, TEXT)
                .field(CHALLENGE, there ? challengeOfWrong : challenge);
        return Verdict.ANSWER;
    }

    private boolean isKnown(MemorySegment bytes, long offset, int length) {
        int start = tokenStart(bytes, offset, length);
        int tokenLength = length - start;
        if (start < 0 || tokenLength < 1 || tokenLength > token.length) {
            return false;
        }
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, offset + start, token, 0, tokenLength);
        sha256.update(token, 0, tokenLength);
        try {
            sha256.digest(digest, 0, digest.length);
        } catch (DigestException e) {
            throw new IllegalStateException("a digest of 32 bytes", e);
        }
        return known.hold(digest);
    }

    /** Where the token begins, behind the scheme and its blanks; -1 for another scheme. */
    private int tokenStart(MemorySegment bytes, long offset, int length) {
        if (scheme.length == 0) {
            return 0;
        }
        if (length <= scheme.length) {
            return -1;
        }
        for (int i = 0; i < scheme.length; i++) {
            byte b = bytes.get(ValueLayout.JAVA_BYTE, offset + i);
            int lowerCase = b >= 'A' && b <= 'Z' ? b | 0x20 : b;
            if (lowerCase != scheme[i]) {
                return -1;
            }
        }
        int at = scheme.length;
        while (at < length && bytes.get(ValueLayout.JAVA_BYTE, offset + at) == ' ') {
            at++;
        }
        return at == scheme.length ? -1 : at;
    }
}

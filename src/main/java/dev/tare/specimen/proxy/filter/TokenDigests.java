package dev.tare.specimen.proxy.filter;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.tare.specimen.proxy.config.FilterRule;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The tokens that a check knows, as SHA-256 only: no token is kept.
 *
 * <p>Thread-safety: immutable.
 */
final class TokenDigests {
    static final int DIGEST_BYTES = 32;

    /** The longest token, bytes. */
    static final int MAX_TOKEN_BYTES = 4096;

    /** The longest file of tokens, bytes. */
    static final int MAX_FILE_BYTES = 1024 * 1024;

    private static final int WORDS = DIGEST_BYTES / Long.BYTES;
    private static final VarHandle WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final long[] words;

    private TokenDigests(List<byte[]> digests) {
        words = new long[digests.size() * WORDS];
        for (int i = 0; i < words.length; i++) {
            words[i] = (long) WORD.get(digests.get(i / WORDS), i % WORDS * Long.BYTES);
        }
    }

    /**
     * The tokens of a check.
     *
     * @throws IOException when its file cannot be read or holds what is no token; the message is
     *     one line that names the file, and holds no token
     */
    static TokenDigests of(FilterRule.TokenCheck rule) throws IOException {
        List<byte[]> digests = new ArrayList<>();
        rule.tokensSha256().forEach(text -> digests.add(HexFormat.of().parseHex(text)));
        if (rule.tokensFile().isPresent()) {
            Path file = rule.tokensFile().get();
            digests.addAll(read(file));
            if (digests.isEmpty() || digests.size() > FilterRule.MAX_TOKENS) {
                throw new IOException(
                        "tokens_file: %s makes %d tokens, must make 1 to %d"
                                .formatted(file, digests.size(), FilterRule.MAX_TOKENS));
            }
        }
        return new TokenDigests(digests);
    }

    private static List<byte[]> read(Path file) throws IOException {
        String text;
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new IOException(
                        "tokens_file: %s has more than %d bytes".formatted(file, MAX_FILE_BYTES));
            }
            text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (FileSystemException e) {
            throw new IOException(
                    "tokens_file: %s cannot be read; give a file with a token a line"
                            .formatted(file),
                    e);
        }
        MessageDigest sha256 = sha256();
        List<byte[]> digests = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String token = line.strip();
            if (token.isEmpty() || token.startsWith("#")) {
                continue;
            }
            if (token.length() > MAX_TOKEN_BYTES
                    || !token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
                // The line is not repeated: it may hold the token.
                throw new IOException(
                        "tokens_file: %s, line %d is no token: 1 to %d visible characters"
                                .formatted(file, number, MAX_TOKEN_BYTES));
            }
            digests.add(sha256.digest(token.getBytes(US_ASCII)));
        }
        return digests;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * Whether a digest is one of these, in a time that tells neither which nor how nearly.
     *
     * <p>Allocation: none.
     */
    boolean hold(byte[] digest) {
        long a = (long) WORD.get(digest, 0);
        long b = (long) WORD.get(digest, Long.BYTES);
        long c = (long) WORD.get(digest, 2 * Long.BYTES);
        long d = (long) WORD.get(digest, 3 * Long.BYTES);
        long found = 0;
        for (int i = 0; i < words.length; i += WORDS) {
            long differing =
                    (words[i] ^ a) | (words[i + 1] ^ b) | (words[i + 2] ^ c) | (words[i + 3] ^ d);
            // The sign of x | -x is set for every x but 0.
            found |= ~(differing | -differing);
        }
        return found < 0;
    }
}

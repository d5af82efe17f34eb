package dev.tare.io.net.tls.certificate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads PEM files (RFC 7468). What cannot be read is refused in one line that names the file. */
final class Pem {
    /** A whole system's authorities take a quarter of a megabyte. */
    static final long MAX_FILE_BYTES = 16 << 20;

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /**
     * One block.
     *
     * @param label such as {@code CERTIFICATE}
     * @param base64 its content, which can be decoded
     * @param encrypted whether it says so in a header of its own (RFC 1421)
     */
    record Block(String label, String base64, boolean encrypted) {
        byte[] content() {
            return Base64.getMimeDecoder().decode(base64);
        }
    }

    private Pem() {}

    /** The certificates of a file, at least one. */
    static List<X509Certificate> certificates(Path file) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(file)) {
            if (block.label().equals("CERTIFICATE")
                    || block.label().equals("TRUSTED CERTIFICATE")) {
                certificates.add(certificate(file, block.content(), certificates.size() + 1));
            }
        }
        if (certificates.isEmpty()) {
            throw new IOException(
                    "%s holds no certificate: a PEM file with BEGIN CERTIFICATE is wanted"
                            .formatted(file));
        }
        return certificates;
    }

    private static X509Certificate certificate(Path file, byte[] content, int number)
            throws IOException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(content));
        } catch (CertificateException e) {
            throw new IOException(
                    "%s: certificate %d cannot be read: %s".formatted(file, number, e.getMessage()),
                    e);
        }
    }

    /** The first private key of a file. */
    static Block privateKey(Path file) throws IOException {
        for (Block block : blocks(file)) {
            if (!block.label().endsWith("PRIVATE KEY")) {
                continue;
            }
            if (block.encrypted() || block.label().startsWith("ENCRYPTED")) {
                throw new IOException(
                        "the key in %s is encrypted; decrypt it: openssl pkey -in %s -out plain.pem"
                                .formatted(file, file));
            }
            return block;
        }
        throw new IOException(
                "%s holds no private key: a PEM file with BEGIN PRIVATE KEY is wanted"
                        .formatted(file));
    }

    private static List<Block> blocks(Path file) throws IOException {
        List<Block> blocks = new ArrayList<>();
        String text = text(file);
        int at = text.indexOf(BEGIN);
        while (at >= 0) {
            int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
            if (labelEnd < 0) {
                throw new IOException("%s breaks off within a BEGIN line".formatted(file));
            }
            String label = text.substring(at + BEGIN.length(), labelEnd);
            int end = text.indexOf(END + label + DASHES, labelEnd);
            if (end < 0) {
                throw new IOException("%s has no line END %s".formatted(file, label));
            }
            blocks.add(block(file, label, text.substring(labelEnd + DASHES.length(), end)));
            at = text.indexOf(BEGIN, end);
        }
        return blocks;
    }

    private static Block block(Path file, String label, String inner) throws IOException {
        String base64 = inner;
        boolean encrypted = inner.contains("Proc-Type:");
        int headersEnd = Math.max(inner.lastIndexOf("\n\n"), inner.lastIndexOf("\n\r\n"));
        if (inner.contains(":") && headersEnd >= 0) {
            base64 = inner.substring(headersEnd);
        }
        Block block = new Block(label, base64, encrypted);
        try {
            block.content();
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "%s: the block %s is not base64: %s".formatted(file, label, e.getMessage()), e);
        }
        return block;
    }

    private static String text(Path file) throws IOException {
        try {
            if (Files.isDirectory(file)) {
                throw new IOException("%s is a folder; a PEM file is wanted".formatted(file));
            }
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new IOException(
                        "%s is larger than %d bytes; a PEM file is wanted"
                                .formatted(file, MAX_FILE_BYTES));
            }
            return Files.readString(file, ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IOException("cannot read %s: there is no such file".formatted(file), e);
        }
    }
}

package dev.tare.io.net.tls.certificate;

import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Brings the older forms of private keys into the one that is read everywhere.
 *
 * <p>Source: RFC 5208 (PKCS #8), RFC 8017, appendix A.1.2 (PKCS #1), RFC 5915 (EC).
 */
final class Pkcs8 {
    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int SEQUENCE = 0x30;

    /** Of an EC key: which curve (context-specific 0, constructed). */
    private static final int EC_PARAMETERS = 0xa0;

    private static final int LONG_LENGTH = 0x80;
    private static final int MAX_LENGTH_BYTES = 3;

    private static final byte[] VERSION_0 = {INTEGER, 1, 0};

    /** 1.2.840.113549.1.1.1 and NULL, in a sequence. */
    private static final byte[] RSA_ALGORITHM =
            HexFormat.of().parseHex("300d06092a864886f70d0101010500");

    /** 1.2.840.10045.2.1. */
    private static final byte[] EC_PUBLIC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");

    private static final String OID_RSA = "2a864886f70d010101";
    private static final String OID_EC = "2a8648ce3d0201";
    private static final String OID_ED25519 = "2b6570";

    /** A tag, and where its content lies. */
    private record Element(int tag, int start, int end) {}

    private Pkcs8() {}

    /** A key in PKCS #1 form. */
    static byte[] ofRsa(byte[] pkcs1) {
        return encode(SEQUENCE, VERSION_0, RSA_ALGORITHM, encode(OCTET_STRING, pkcs1));
    }

    /** A key in SEC 1 form, which must name its curve. */
    static byte[] ofEc(byte[] sec1) throws InvalidKeyException {
        Element whole = element(sec1, 0, sec1.length);
        int at = whole.start();
        while (at < whole.end()) {
            Element part = element(sec1, at, whole.end());
            if (part.tag() == EC_PARAMETERS) {
                byte[] curve = Arrays.copyOfRange(sec1, part.start(), part.end());
                byte[] algorithm = encode(SEQUENCE, EC_PUBLIC_KEY, curve);
                return encode(SEQUENCE, VERSION_0, algorithm, encode(OCTET_STRING, sec1));
            }
            at = part.end();
        }
        throw new InvalidKeyException("it does not say on which curve it is");
    }

    /** What the JDK calls the kind of a key. */
    static String algorithm(byte[] pkcs8) throws InvalidKeyException {
        Element whole = element(pkcs8, 0, pkcs8.length);
        Element version = element(pkcs8, whole.start(), whole.end());
        Element algorithm = element(pkcs8, version.end(), whole.end());
        Element identifier = element(pkcs8, algorithm.start(), algorithm.end());
        if (whole.tag() != SEQUENCE || identifier.tag() != OBJECT_IDENTIFIER) {
            throw new InvalidKeyException("it is not a private key in PKCS #8 form");
        }
        String oid = HexFormat.of().formatHex(pkcs8, identifier.start(), identifier.end());
        return switch (oid) {
            case OID_RSA -> "RSA";
            case OID_EC -> "EC";
            case OID_ED25519 -> "EdDSA";
            default -> throw new InvalidKeyException("it is neither RSA nor EC nor Ed25519");
        };
    }

    private static Element element(byte[] der, int at, int end) throws InvalidKeyException {
        if (at + 2 > end) {
            throw new InvalidKeyException("it breaks off");
        }
        int tag = der[at] & 0xff;
        int length = der[at + 1] & 0xff;
        int start = at + 2;
        if (length >= LONG_LENGTH) {
            int bytes = length - LONG_LENGTH;
            if (bytes == 0 || bytes > MAX_LENGTH_BYTES || start + bytes > end) {
                throw new InvalidKeyException("a length in it is wrong");
            }
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = (length << Byte.SIZE) | (der[start + i] & 0xff);
            }
            start += bytes;
        }
        if (length > end - start) {
            throw new InvalidKeyException("it breaks off");
        }
        return new Element(tag, start, start + length);
    }

    private static byte[] encode(int tag, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteArrayOutputStream der = new ByteArrayOutputStream();
        der.write(tag);
        if (length < LONG_LENGTH) {
            der.write(length);
        } else if (length < 1 << Byte.SIZE) {
            der.write(LONG_LENGTH + 1);
            der.write(length);
        } else {
            der.write(LONG_LENGTH + 2);
            der.write(length >>> Byte.SIZE);
            der.write(length);
        }
        for (byte[] part : parts) {
            der.writeBytes(part);
        }
        return der.toByteArray();
    }
}

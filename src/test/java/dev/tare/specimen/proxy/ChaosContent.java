package dev.tare.specimen.proxy;

/** Bodies that tell whose they are: every byte depends on the request's number and its place. */
final class ChaosContent {
    private ChaosContent() {}

    /** The body of so many bytes that belongs to a request. */
    static byte[] of(int id, int size) {
        byte[] content = new byte[size];
        for (int i = 0; i < size; i++) {
            content[i] = (byte) (id * 31 + i * 7 + (i >>> 8) + (id >>> 8));
        }
        return content;
    }
}

package dev.tare.io.wire;

import java.util.Random;

/** Changes a few characters of a text at random, mostly to those that parsers fall over. */
public final class Mutation {
    private static final String NASTY = "\r\n\0 \t:;,=\"\\0159aAfFxX+-*/?#%@[]()\u007f\u0080\u00ff";
    private static final String[] SNIPPETS = {
        "\r\n",
        "\r\n\r\n",
        "\n",
        "Content-Length: 5\r\n",
        "Transfer-Encoding: chunked\r\n",
        "transfer-encoding: gzip\r\n",
        "Connection: close\r\n",
        "Host: b\r\n",
        "chunked",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "fffffffffffffff0",
        "5, 5",
        " ",
    };

    private Mutation() {}

    /** One to three changes. */
    public static String of(String text, Random random) {
        StringBuilder mutated = new StringBuilder(text);
        for (int i = random.nextInt(3); i >= 0; i--) {
            change(mutated, random);
        }
        return mutated.toString();
    }

    private static void change(StringBuilder text, Random random) {
        int at = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), at + 1 + random.nextInt(3));
        switch (random.nextInt(8)) {
            case 0, 1 -> text.replace(at, to, nasty(random));
            case 2 -> text.insert(at, nasty(random));
            case 3 -> text.delete(at, to);
            case 4 -> text.insert(at, SNIPPETS[random.nextInt(SNIPPETS.length)]);
            case 5 -> text.insert(lineStart(text, at), SNIPPETS[random.nextInt(SNIPPETS.length)]);
            case 6 -> {
                int from = random.nextInt(text.length() + 1);
                int end = Math.min(text.length(), from + random.nextInt(40));
                text.insert(at, text.substring(from, end));
            }
            default -> {
                if (random.nextInt(4) == 0) {
                    text.setLength(at);
                } else if (at < text.length()) {
                    text.setCharAt(at, (char) (text.charAt(at) ^ 1 << random.nextInt(8)));
                }
            }
        }
    }

    private static int lineStart(StringBuilder text, int at) {
        return text.lastIndexOf("\n", at) + 1;
    }

    private static String nasty(Random random) {
        return String.valueOf(NASTY.charAt(random.nextInt(NASTY.length())));
    }
}

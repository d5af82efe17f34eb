package dev.tare.view.report.content;

import dev.tare.lab.verdict.Weighing;

/**
 * The one sentence in its parts: what was found, whether to believe it, and why or what else.
 *
 * @param finding up to the question of belief
 * @param answer short enough for a badge
 * @param style the badge's class: {@code yes}, {@code no} or {@code partly}
 * @param rest what follows the answer; may be empty
 */
public record Belief(String finding, String answer, String style, String rest) {
    private static final String QUESTION = "; believe it: ";

    /** The parts of a weighing's sentence. */
    public static Belief of(Weighing weighing) {
        String sentence = weighing.sentence();
        int cut = sentence.indexOf(QUESTION);
        if (cut < 0) {
            return weighing.anyValidHeadline()
                    ? new Belief(sentence, "has valid headline figures", "partly", "")
                    : new Belief(sentence, "no valid headline figure", "no", "");
        }
        String finding = sentence.substring(0, cut);
        String answer = sentence.substring(cut + QUESTION.length());
        if (isWord(answer, "yes")) {
            return new Belief(finding, "believe it: yes", "yes", after(answer, "yes"));
        }
        if (isWord(answer, "no")) {
            return new Belief(finding, "believe it: no", "no", after(answer, "no"));
        }
        return new Belief(finding, "believe it: in part", "partly", answer);
    }

    private static boolean isWord(String answer, String word) {
        boolean starts = answer.startsWith(word);
        return starts
                && (answer.length() == word.length()
                        || !Character.isLetterOrDigit(answer.charAt(word.length())));
    }

    private static String after(String answer, String word) {
        return answer.substring(word.length()).replaceFirst("^[;,.] *", "");
    }
}

package dev.tare.trust;

import dev.tare.lab.verdict.Figure;
import dev.tare.lab.verdict.FigureKind;
import dev.tare.lab.verdict.Reason;
import dev.tare.lab.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How a fault is to be caught: by which rule, with which word, on which figure. */
sealed interface Expected {

    /** The sentence that catches it; empty where it was missed. */
    Optional<Catch> in(Seen seen);

    /** What the expected verdict is, in words. */
    String verdict();

    /** Who is to catch it, in words. */
    String by();

    /**
     * What caught a fault.
     *
     * @param by the rule in words
     * @param sentence what it said
     */
    record Catch(String by, String sentence) {}

    /**
     * A verdict of a figure.
     *
     * @param rules one of these must give it
     * @param word which it must be
     * @param figure whose
     * @param words a part of the sentence
     */
    record OnFigure(Set<Integer> rules, Verdict word, FigureKind figure, String words)
            implements Expected {
        public OnFigure {
            rules = Set.copyOf(rules);
        }

        @Override
        public Optional<Catch> in(Seen seen) {
            return seen.result()
                    .flatMap(result -> result.figure(figure))
                    .flatMap(found -> caught(found, rules, word, words));
        }

        @Override
        public String verdict() {
            return figure.label() + " " + word.words();
        }

        @Override
        public String by() {
            return rules.stream()
                    .sorted()
                    .map(rule -> "rule " + rule)
                    .collect(Collectors.joining(" or "));
        }
    }

    /**
     * A verdict of a tare cost.
     *
     * @param rules one of these must give it
     * @param word which it must be
     * @param figure whose tare cost
     * @param words a part of the sentence
     */
    record OnCost(Set<Integer> rules, Verdict word, FigureKind figure, String words)
            implements Expected {
        public OnCost {
            rules = Set.copyOf(rules);
        }

        @Override
        public Optional<Catch> in(Seen seen) {
            return seen.result()
                    .flatMap(result -> result.tareCost(figure))
                    .flatMap(found -> caught(found, rules, word, words));
        }

        @Override
        public String verdict() {
            return "tare cost of " + figure.label() + " " + word.words();
        }

        @Override
        public String by() {
            return rules.stream()
                    .sorted()
                    .map(rule -> "rule " + rule)
                    .collect(Collectors.joining(" or "));
        }
    }

    /**
     * A remark on the scenario: no figure is the worse for it.
     *
     * @param rule whose
     * @param words a part of the sentence
     */
    record Remark(int rule, String words) implements Expected {
        @Override
        public Optional<Catch> in(Seen seen) {
            return seen.result().stream()
                    .flatMap(result -> result.remarks().stream())
                    .filter(reason -> reason.rule() == rule && reason.sentence().contains(words))
                    .findFirst()
                    .map(Expected::caught);
        }

        @Override
        public String verdict() {
            return "remark";
        }

        @Override
        public String by() {
            return "rule " + rule;
        }
    }

    /**
     * A run that ends early, a bundle or a load that is refused, with a sentence.
     *
     * @param by who refuses
     * @param verdict what becomes of it
     * @param words parts of the sentence
     */
    record Refused(String by, String verdict, List<String> words) implements Expected {
        public Refused {
            words = List.copyOf(words);
        }

        @Override
        public Optional<Catch> in(Seen seen) {
            return seen.said().stream()
                    .filter(sentence -> words.stream().allMatch(sentence::contains))
                    .findFirst()
                    .map(sentence -> new Catch(by, sentence));
        }
    }

    private static Optional<Catch> caught(
            Figure figure, Set<Integer> rules, Verdict word, String words) {
        Stream<Reason> reasons = figure.reasons().stream();
        return reasons.filter(reason -> rules.contains(reason.rule()))
                .filter(reason -> reason.verdict() == word && reason.sentence().contains(words))
                .findFirst()
                .map(Expected::caught);
    }

    private static Catch caught(Reason reason) {
        return new Catch("rule " + reason.rule(), reason.sentence());
    }
}

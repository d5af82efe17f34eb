package dev.tare.lab.verdict;

/**
 * Why a figure has its verdict.
 *
 * @param rule number of the rule of trust, 1 to 11
 * @param verdict what the rule makes of the figure; {@link Verdict#VALID} for a mere remark
 * @param sentence one sentence with the figures it rests on
 * @param remedy what to do about it, one sentence; empty where nothing can be done
 */
public record Reason(int rule, Verdict verdict, String sentence, String remedy) {}

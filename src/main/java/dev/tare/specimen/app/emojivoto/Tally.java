package dev.tare.specimen.app.emojivoto;

/**
 * The votes for one emoji: {@code VotingResult} of the interface.
 *
 * @param votes 0 or more
 */
record Tally(String shortcode, int votes) {}

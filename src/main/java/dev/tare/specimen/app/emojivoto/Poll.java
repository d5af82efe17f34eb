package dev.tare.specimen.app.emojivoto;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The votes of one instance, kept in memory.
 *
 * <p>Thread-safety: any thread.
 */
final class Poll {
    private final AtomicIntegerArray votes = new AtomicIntegerArray(Emoji.ELECTABLE.size());

    /** One more vote, as far as an int counts. */
    void vote(int emoji) {
        votes.updateAndGet(emoji, v -> v == Integer.MAX_VALUE ? v : v + 1);
    }

    /** Those with votes, the most first; of equals, those first that are listed first. */
    List<Tally> results() {
        List<Tally> tallies = new ArrayList<>();
        for (int i = 0; i < votes.length(); i++) {
            int count = votes.get(i);
            if (count > 0) {
                tallies.add(new Tally(Emoji.ELECTABLE.get(i).shortcode(), count));
            }
        }
        tallies.sort(Comparator.comparingInt(Tally::votes).reversed());
        return tallies;
    }
}

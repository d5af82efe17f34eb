package dev.tare.lab.find;

/** Hears how a search goes on, on its thread. */
public interface FindListener {
    /**
     * A point begins.
     *
     * @param number from 1
     * @param ratePerSec offered
     * @param repeat whether the rate was measured before
     */
    void begins(int number, double ratePerSec, boolean repeat);

    /** A point has ended. */
    void ended(PointResult point);
}

package dev.tare.specimen.app.emojivoto;

import java.util.Locale;

/**
 * Which of many instances a request is for, as its authority names it: {@code web-svc-7:8080} and
 * {@code voting-svc-7.some.domain} are for the seventh, {@code web-svc} and all other names for the
 * first.
 */
final class Instance {
    /** A number that no instance has. */
    static final int UNKNOWN = -1;

    private static final String SERVICE = "-svc-";
    private static final int MAX_DIGITS = 3;

    private Instance() {}

    /**
     * The instance's index, from 0 on, or {@link #UNKNOWN}.
     *
     * @param authority a host, with or without its port
     * @param instances how many there are
     */
    static int of(String authority, int instances) {
        int end = 0;
        while (end < authority.length()
                && authority.charAt(end) != '.'
                && authority.charAt(end) != ':') {
            end++;
        }
        String label = authority.substring(0, end).toLowerCase(Locale.ROOT);
        int service = label.indexOf(SERVICE);
        if (service < 0) {
            return 0;
        }
        int number = number(label, service + SERVICE.length());
        return number >= 1 && number <= instances ? number - 1 : UNKNOWN;
    }

    private static int number(String label, int start) {
        int digits = label.length() - start;
        if (digits < 1 || digits > MAX_DIGITS || label.charAt(start) == '0') {
            return UNKNOWN;
        }
        int number = 0;
        for (int i = start; i < label.length(); i++) {
            int digit = label.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return UNKNOWN;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}

package dev.tare.load.request;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Reads the dates of {@code Expires}, as forgivingly as cookies need it.
 *
 * <p>Thread-safety: one thread at a time. Allocation: none.
 *
 * <p>Source: RFC 6265, section 5.1.1.
 */
final class CookieDate {
    /** No date. */
    static final long NONE = Long.MIN_VALUE;

    private static final int ABSENT = -1;
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";
    private static final int MIN_YEAR = 1601;
    private static final int[] MAX_TIME = {23, 59, 59};

    private MemorySegment bytes = MemorySegment.NULL;
    private int secondOfDay;
    private int day;
    private int month;
    private int year;

    /** The date in seconds since 1970 began in Greenwich, or {@link #NONE}. */
    long epochSec(MemorySegment text, long start, long end) {
        bytes = text;
        secondOfDay = ABSENT;
        day = ABSENT;
        month = ABSENT;
        year = ABSENT;
        long p = start;
        while (p < end) {
            long token = p;
            while (p < end && !isDelimiter(at(p))) {
                p++;
            }
            if (p > token) {
                take(token, p);
            }
            p++;
        }
        bytes = MemorySegment.NULL;
        boolean whole = secondOfDay != ABSENT && month != ABSENT && year >= MIN_YEAR;
        if (!whole || day < 1 || day > daysOfMonth(year, month)) {
            return NONE;
        }
        return daysSince1970(year, month, day) * 86_400L + secondOfDay;
    }

    private int at(long position) {
        return bytes.get(ValueLayout.JAVA_BYTE, position) & 0xff;
    }

    private static boolean isDelimiter(int b) {
        return b == '\t'
                || (b >= ' ' && b <= '/')
                || (b >= ';' && b <= '@')
                || (b >= '[' && b <= '`')
                || (b >= '{' && b <= '~');
    }

    /** Takes a token for the first part of a date that is absent and that it can be. */
    private void take(long start, long end) {
        if (secondOfDay == ABSENT) {
            secondOfDay = time(start, end);
            if (secondOfDay != ABSENT) {
                return;
            }
        }
        int digits = digits(start, end);
        if (day == ABSENT && digits >= 1 && digits <= 2) {
            day = number(start, digits);
            return;
        }
        if (month == ABSENT) {
            month = month(start, end);
            if (month != ABSENT) {
                return;
            }
        }
        if (year == ABSENT && digits >= 2 && digits <= 4) {
            year = number(start, digits);
            if (digits == 2) {
                year += year >= 70 ? 1900 : 2000;
            }
        }
    }

    private int digits(long start, long end) {
        int count = 0;
        while (start + count < end && isDigit(at(start + count))) {
            count++;
        }
        return count;
    }

    private static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    private int number(long start, int digits) {
        int number = 0;
        for (int i = 0; i < digits; i++) {
            number = number * 10 + at(start + i) - '0';
        }
        return number;
    }

    /** Seconds since midnight of {@code hh:mm:ss}, or {@link #ABSENT}. */
    private int time(long start, long end) {
        int second = 0;
        long p = start;
        for (int i = 0; i < MAX_TIME.length; i++) {
            if (i > 0 && (p == end || at(p++) != ':')) {
                return ABSENT;
            }
            int digits = digits(p, end);
            if (digits < 1 || digits > 2 || number(p, digits) > MAX_TIME[i]) {
                return ABSENT;
            }
            second = second * 60 + number(p, digits);
            p += digits;
        }
        return second;
    }

    /** 1 to 12, or {@link #ABSENT}. */
    private int month(long start, long end) {
        if (end - start < 3) {
            return ABSENT;
        }
        for (int i = 0; i < MONTHS.length(); i += 3) {
            if ((at(start) | 0x20) == MONTHS.charAt(i)
                    && (at(start + 1) | 0x20) == MONTHS.charAt(i + 1)
                    && (at(start + 2) | 0x20) == MONTHS.charAt(i + 2)) {
                return i / 3 + 1;
            }
        }
        return ABSENT;
    }

    private static int daysOfMonth(int year, int month) {
        return switch (month) {
            case 4, 6, 9, 11 -> 30;
            case 2 -> isLeap(year) ? 29 : 28;
            default -> 31;
        };
    }

    private static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    /** Days in the Gregorian calendar, of years that begin in March. */
    private static long daysSince1970(int year, int month, int day) {
        long marchYear = month > 2 ? year : year - 1L;
        int monthSinceMarch = (month + 9) % 12;
        long dayOfYear = (153L * monthSinceMarch + 2) / 5 + day - 1;
        long leapDays = marchYear / 4 - marchYear / 100 + marchYear / 400;
        return marchYear * 365 + leapDays + dayOfYear - 719_468;
    }
}

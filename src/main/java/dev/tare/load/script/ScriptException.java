package dev.tare.load.script;

/**
 * A script that cannot be run, or go on: one line that names the script, the place and the fault.
 */
public final class ScriptException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final int MAX_LENGTH = 500;

    ScriptException(String message) {
        super(oneLine(message));
    }

    ScriptException(String message, Throwable cause) {
        super(oneLine(message), cause);
    }

    private static String oneLine(String message) {
        String line = message.replaceAll("\\s*\\R\\s*", "; ").replaceAll("\\p{Cntrl}", " ");
        return line.length() <= MAX_LENGTH ? line : line.substring(0, MAX_LENGTH) + " …";
    }
}

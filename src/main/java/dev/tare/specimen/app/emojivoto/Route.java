package dev.tare.specimen.app.emojivoto;

/** The paths that are counted by themselves. */
enum Route {
    LIST("/api/list"),
    VOTE("/api/vote"),
    LEADERBOARD("/api/leaderboard"),
    /** The page and what belongs to it. */
    PAGE("page"),
    OTHER("other");

    private final String label;

    Route(String label) {
        this.label = label;
    }

    /** As the counters name it. */
    String label() {
        return label;
    }

    static Route of(String path) {
        return switch (path) {
            case "/api/list" -> LIST;
            case "/api/vote" -> VOTE;
            case "/api/leaderboard" -> LEADERBOARD;
            default -> Pages.at(path) == null ? OTHER : PAGE;
        };
    }
}

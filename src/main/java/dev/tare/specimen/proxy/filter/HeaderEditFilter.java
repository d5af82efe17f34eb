package dev.tare.specimen.proxy.filter;

import dev.tare.specimen.proxy.config.FilterRule;

/** Changes the fields of heads. Thread-safety: immutable. */
final class HeaderEditFilter implements Filter {
    private final FieldEdits request;
    private final FieldEdits response;

    HeaderEditFilter(FilterRule.HeaderEdit rule) {
        request = FieldEdits.of(rule.request());
        response = FieldEdits.of(rule.response());
    }

    @Override
    public Verdict onRequestHead(FilterCall call) {
        if (!request.isEmpty()) {
            call.edit(request);
        }
        return Verdict.CONTINUE;
    }

    @Override
    public Verdict onResponseHead(FilterCall call) {
        if (!response.isEmpty()) {
            call.edit(response);
        }
        return Verdict.CONTINUE;
    }
}

/** An X-Request-Id that is taken over as it is, so that one request has one name in every log. */
export const REQUEST_ID = /^[\w.:-]{1,128}$/;

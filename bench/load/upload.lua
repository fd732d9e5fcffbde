-- wrk: one megabyte up with each request.
wrk.method = "POST"
wrk.body = string.rep("x", 1048576)

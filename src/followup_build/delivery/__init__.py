"""Mail on its way: the server that takes it, and the marks in git by which nothing goes out twice."""

"""The CS-Cart shops: what their REST API says of orders."""

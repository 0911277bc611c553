"""One page that writes a row and answers when it is kept, one that a worker has to work for."""

import os

from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.urls import path
from procrastinate.contrib.django import app


def keep(request, number):
    with connection.cursor() as cursor:
        cursor.execute("insert into kept (number) values (%s)", [number])
    return HttpResponse("kept")


def defer(request):
    job = app.configure_task("builtin:procrastinate.builtin_tasks.remove_old_jobs", queue="builtin").defer(max_hours=1)
    return JsonResponse({"job": job})


def knows(request):
    names = ("DATABASE_URL", "DATABASE_OWNER_URL", "DUNDIAN_HOME", "DUNDIAN_ORIGINS")
    return JsonResponse({name: os.environ.get(name) for name in names} | {"pid": os.getpid()})


urlpatterns = [path("keep/<int:number>", keep), path("defer", defer), path("", knows)]
